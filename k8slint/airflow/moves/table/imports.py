"""Modules and names of Airflow and its providers that moved or went: one row each, in alphabetical order.

A new move is a new row here, and then ``python -m tools.generate``. The rows were probed in real Airflow environments
from 1.10.15 to 3.3.2 and in the wheels of the cncf.kubernetes provider from 1.0.0 to 10.25.0. What only stopped to be
importable needs no row: ``data/removed_names.py`` has it, computed from the packages.
"""

from __future__ import annotations

from k8slint.airflow.moves.rows import Change, Move, Place, airflow, provider

# fmt: off
IMPORTS: tuple[Move, ...] = (
    Move(
        "airflow.api.common.experimental", removed=(airflow(3, 0),),
        advice="trigger runs with `TriggerDagRunOperator`, and ask the REST API for the rest",
    ),
    Move(
        "airflow.config_templates.default_celery:DEFAULT_CELERY_CONFIG",
        (
            Place(
                "airflow.providers.celery.executors.default_celery:DEFAULT_CELERY_CONFIG",
                "apache-airflow-providers-celery",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:as_dict", (Place("airflow.configuration:conf.as_dict", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:conf",
        (Place("airflow.sdk.configuration:conf", "airflow", (3, 2)), Place("airflow.sdk:conf", "airflow", (3, 2))),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.configuration:get", (Place("airflow.configuration:conf.get", "airflow"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:getboolean", (Place("airflow.configuration:conf.getboolean", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:getfloat", (Place("airflow.configuration:conf.getfloat", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:getint", (Place("airflow.configuration:conf.getint", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:getsection", (Place("airflow.configuration:conf.getsection", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:has_option", (Place("airflow.configuration:conf.has_option", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:load_test_config", (Place("airflow.configuration:conf.load_test_config", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.configuration:remove_option", (Place("airflow.configuration:conf.remove_option", "airflow"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.configuration:set", (Place("airflow.configuration:conf.set", "airflow"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib", removed=(airflow(3, 0),),
        advice="look for it in the provider package of the service that it talks to",
    ),
    Move(
        "airflow.contrib.executors.kubernetes_executor",
        (Place("airflow.providers.cncf.kubernetes.executors.kubernetes_executor", "provider", (7, 4, 0)),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.executors.kubernetes_executor:KubernetesExecutor",
        (
            Place("airflow.executors.kubernetes_executor:KubernetesExecutor", "airflow", (1, 10, 11)),
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_athena_hook:AWSAthenaHook",
        (Place("airflow.providers.amazon.aws.hooks.athena:AthenaHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_datasync_hook:AWSDataSyncHook",
        (Place("airflow.providers.amazon.aws.hooks.datasync:DataSyncHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_dynamodb_hook:AwsDynamoDBHook",
        (Place("airflow.providers.amazon.aws.hooks.dynamodb:DynamoDBHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_firehose_hook:FirehoseHook",
        (Place("airflow.providers.amazon.aws.hooks.kinesis:FirehoseHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_glue_catalog_hook:AwsGlueCatalogHook",
        (Place("airflow.providers.amazon.aws.hooks.glue_catalog:GlueCatalogHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_hook:AwsBaseHook",
        (Place("airflow.providers.amazon.aws.hooks.base_aws:AwsBaseHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_hook:AwsHook",
        (Place("airflow.providers.amazon.aws.hooks.base_aws:AwsBaseHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_hook:boto3",
        (Place("airflow.providers.amazon.aws.hooks.base_aws:boto3", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_lambda_hook:AwsLambdaHook",
        (Place("airflow.providers.amazon.aws.hooks.lambda_function:LambdaHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_logs_hook:AwsLogsHook",
        (Place("airflow.providers.amazon.aws.hooks.logs:AwsLogsHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_sns_hook:AwsSnsHook",
        (Place("airflow.providers.amazon.aws.hooks.sns:SnsHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_sqs_hook:SQSHook",
        (Place("airflow.providers.amazon.aws.hooks.sqs:SqsHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.aws_sqs_hook:SqsHook",
        (Place("airflow.providers.amazon.aws.hooks.sqs:SqsHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_container_instance_hook:AzureContainerInstanceHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.container_instance:AzureContainerInstanceHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_container_registry_hook:AzureContainerRegistryHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.container_registry:AzureContainerRegistryHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_container_volume_hook:AzureContainerVolumeHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.container_volume:AzureContainerVolumeHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_cosmos_hook:AzureCosmosDBHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.cosmos:AzureCosmosDBHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_data_lake_hook:AzureDataLakeHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.data_lake:AzureDataLakeHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.azure_fileshare_hook:AzureFileShareHook",
        (
            Place(
                "airflow.providers.microsoft.azure.hooks.fileshare:AzureFileShareHook",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.bigquery_hook:BigQueryBaseCursor",
        (Place("airflow.providers.google.cloud.hooks.bigquery:BigQueryBaseCursor", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.bigquery_hook:BigQueryConnection",
        (Place("airflow.providers.google.cloud.hooks.bigquery:BigQueryConnection", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.bigquery_hook:BigQueryCursor",
        (Place("airflow.providers.google.cloud.hooks.bigquery:BigQueryCursor", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.bigquery_hook:BigQueryHook",
        (Place("airflow.providers.google.cloud.hooks.bigquery:BigQueryHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.bigquery_hook:GbqConnector",
        (Place("airflow.providers.google.cloud.hooks.bigquery:GbqConnector", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.cassandra_hook:CassandraHook",
        (
            Place(
                "airflow.providers.apache.cassandra.hooks.cassandra:CassandraHook",
                "apache-airflow-providers-apache-cassandra",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.cloudant_hook:CloudantHook",
        (Place("airflow.providers.cloudant.hooks.cloudant:CloudantHook", "apache-airflow-providers-cloudant"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:CANCEL_RUN_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:CANCEL_RUN_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:DatabricksHook",
        (Place("airflow.providers.databricks.hooks.databricks:DatabricksHook", "apache-airflow-providers-databricks"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:GET_RUN_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:GET_RUN_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:RESTART_CLUSTER_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:RESTART_CLUSTER_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:RUN_LIFE_CYCLE_STATES", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.databricks.hooks.databricks.RUN_LIFE_CYCLE_STATES`, its last place, is gone "
            "from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:RUN_NOW_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:RUN_NOW_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:RunState",
        (Place("airflow.providers.databricks.hooks.databricks:RunState", "apache-airflow-providers-databricks"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:START_CLUSTER_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:START_CLUSTER_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:SUBMIT_RUN_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:SUBMIT_RUN_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.databricks_hook:TERMINATE_CLUSTER_ENDPOINT",
        (
            Place(
                "airflow.providers.databricks.hooks.databricks:TERMINATE_CLUSTER_ENDPOINT",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.datadog_hook:DatadogHook",
        (Place("airflow.providers.datadog.hooks.datadog:DatadogHook", "apache-airflow-providers-datadog"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.datastore_hook:DatastoreHook",
        (Place("airflow.providers.google.cloud.hooks.datastore:DatastoreHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.dingding_hook:DingdingHook",
        (Place("airflow.providers.dingding.hooks.dingding:DingdingHook", "apache-airflow-providers-dingding"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.dingding_hook:requests",
        (Place("airflow.providers.dingding.hooks.dingding:requests", "apache-airflow-providers-dingding"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.discord_webhook_hook:DiscordWebhookHook",
        (
            Place(
                "airflow.providers.discord.hooks.discord_webhook:DiscordWebhookHook",
                "apache-airflow-providers-discord",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.emr_hook:EmrHook",
        (Place("airflow.providers.amazon.aws.hooks.emr:EmrHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.fs_hook", (Place("airflow.providers.standard.hooks.filesystem", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.fs_hook:FSHook",
        (
            Place("airflow.hooks.filesystem:FSHook", "airflow", (2, 0)),
            Place("airflow.providers.standard.hooks.filesystem:FSHook", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.ftp_hook:FTPHook",
        (Place("airflow.providers.ftp.hooks.ftp:FTPHook", "apache-airflow-providers-ftp"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.ftp_hook:FTPSHook",
        (Place("airflow.providers.ftp.hooks.ftp:FTPSHook", "apache-airflow-providers-ftp"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_api_base_hook:GoogleBaseHook",
        (Place("airflow.providers.google.common.hooks.base_google:GoogleBaseHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_api_base_hook:GoogleCloudBaseHook",
        (Place("airflow.providers.google.common.hooks.base_google:GoogleBaseHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_bigtable_hook:BigtableHook",
        (Place("airflow.providers.google.cloud.hooks.bigtable:BigtableHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_cloud_build_hook:CloudBuildHook",
        (Place("airflow.providers.google.cloud.hooks.cloud_build:CloudBuildHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_compute_hook:ComputeEngineHook",
        (Place("airflow.providers.google.cloud.hooks.compute:ComputeEngineHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_compute_hook:GceHook",
        (Place("airflow.providers.google.cloud.hooks.compute:ComputeEngineHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_container_hook:GKEClusterHook",
        (Place("airflow.providers.google.cloud.hooks.kubernetes_engine:GKEHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_container_hook:GKEHook",
        (Place("airflow.providers.google.cloud.hooks.kubernetes_engine:GKEHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dataflow_hook:DataFlowHook",
        (Place("airflow.providers.google.cloud.hooks.dataflow:DataflowHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dataflow_hook:DataflowHook",
        (Place("airflow.providers.google.cloud.hooks.dataflow:DataflowHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dataproc_hook:DataProcHook",
        (Place("airflow.providers.google.cloud.hooks.dataproc:DataprocHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dataproc_hook:DataprocHook",
        (Place("airflow.providers.google.cloud.hooks.dataproc:DataprocHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dlp_hook:CloudDLPHook",
        (Place("airflow.providers.google.cloud.hooks.dlp:CloudDLPHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_dlp_hook:DlpJob",
        (Place("airflow.providers.google.cloud.hooks.dlp:DlpJob", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_function_hook:CloudFunctionsHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.functions:CloudFunctionsHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_function_hook:GcfHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.functions:CloudFunctionsHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_kms_hook:CloudKMSHook",
        (Place("airflow.providers.google.cloud.hooks.kms:CloudKMSHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_kms_hook:GoogleCloudKMSHook",
        (Place("airflow.providers.google.cloud.hooks.kms:CloudKMSHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_mlengine_hook:MLEngineHook", deprecated=airflow(2, 0), removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.hooks.mlengine.MLEngineHook`, its last place, is gone from the "
            "newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.hooks.gcp_natural_language_hook:CloudNaturalLanguageHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.natural_language:CloudNaturalLanguageHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_pubsub_hook:PubSubException",
        (Place("airflow.providers.google.cloud.hooks.pubsub:PubSubException", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_pubsub_hook:PubSubHook",
        (Place("airflow.providers.google.cloud.hooks.pubsub:PubSubHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_spanner_hook:CloudSpannerHook",
        (Place("airflow.providers.google.cloud.hooks.spanner:SpannerHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_spanner_hook:SpannerHook",
        (Place("airflow.providers.google.cloud.hooks.spanner:SpannerHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_speech_to_text_hook:CloudSpeechToTextHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.speech_to_text:CloudSpeechToTextHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_speech_to_text_hook:GCPSpeechToTextHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.speech_to_text:CloudSpeechToTextHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_sql_hook:CloudSQLDatabaseHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.cloud_sql:CloudSQLDatabaseHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_sql_hook:CloudSQLHook",
        (Place("airflow.providers.google.cloud.hooks.cloud_sql:CloudSQLHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_sql_hook:CloudSqlDatabaseHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.cloud_sql:CloudSQLDatabaseHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_sql_hook:CloudSqlHook",
        (Place("airflow.providers.google.cloud.hooks.cloud_sql:CloudSQLHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_tasks_hook:CloudTasksHook",
        (Place("airflow.providers.google.cloud.hooks.tasks:CloudTasksHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_text_to_speech_hook:CloudTextToSpeechHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.text_to_speech:CloudTextToSpeechHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_text_to_speech_hook:GCPTextToSpeechHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.text_to_speech:CloudTextToSpeechHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_transfer_hook:CloudDataTransferServiceHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.cloud_storage_transfer_service:CloudDataTransferServiceHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_transfer_hook:GCPTransferServiceHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.cloud_storage_transfer_service:CloudDataTransferServiceHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_translate_hook:CloudTranslateHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.translate:CloudTranslateHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_video_intelligence_hook:CloudVideoIntelligenceHook",
        (
            Place(
                "airflow.providers.google.cloud.hooks.video_intelligence:CloudVideoIntelligenceHook",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcp_vision_hook:CloudVisionHook",
        (Place("airflow.providers.google.cloud.hooks.vision:CloudVisionHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcs_hook:GCSHook",
        (Place("airflow.providers.google.cloud.hooks.gcs:GCSHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gcs_hook:GoogleCloudStorageHook",
        (Place("airflow.providers.google.cloud.hooks.gcs:GCSHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.gdrive_hook:GoogleDriveHook",
        (Place("airflow.providers.google.suite.hooks.drive:GoogleDriveHook", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.grpc_hook:GrpcHook",
        (Place("airflow.providers.grpc.hooks.grpc:GrpcHook", "apache-airflow-providers-grpc"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.imap_hook:ImapHook",
        (Place("airflow.providers.imap.hooks.imap:ImapHook", "apache-airflow-providers-imap"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.imap_hook:Mail",
        (Place("airflow.providers.imap.hooks.imap:Mail", "apache-airflow-providers-imap"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.imap_hook:MailPart",
        (Place("airflow.providers.imap.hooks.imap:MailPart", "apache-airflow-providers-imap"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.jenkins_hook:JenkinsHook",
        (Place("airflow.providers.jenkins.hooks.jenkins:JenkinsHook", "apache-airflow-providers-jenkins"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.jira_hook:JiraHook",
        (Place("airflow.providers.atlassian.jira.hooks.jira:JiraHook", "apache-airflow-providers-atlassian-jira"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.mongo_hook:MongoHook",
        (Place("airflow.providers.mongo.hooks.mongo:MongoHook", "apache-airflow-providers-mongo"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.openfaas_hook:OK_STATUS_CODE",
        (Place("airflow.providers.openfaas.hooks.openfaas:OK_STATUS_CODE", "apache-airflow-providers-openfaas"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.openfaas_hook:OpenFaasHook",
        (Place("airflow.providers.openfaas.hooks.openfaas:OpenFaasHook", "apache-airflow-providers-openfaas"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.openfaas_hook:requests",
        (Place("airflow.providers.openfaas.hooks.openfaas:requests", "apache-airflow-providers-openfaas"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.opsgenie_alert_hook:OpsgenieAlertHook",
        (Place("airflow.providers.opsgenie.hooks.opsgenie:OpsgenieAlertHook", "apache-airflow-providers-opsgenie"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.pagerduty_hook:PagerdutyHook",
        (Place("airflow.providers.pagerduty.hooks.pagerduty:PagerdutyHook", "apache-airflow-providers-pagerduty"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.pinot_hook:PinotAdminHook",
        (Place("airflow.providers.apache.pinot.hooks.pinot:PinotAdminHook", "apache-airflow-providers-apache-pinot"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.pinot_hook:PinotDbApiHook",
        (Place("airflow.providers.apache.pinot.hooks.pinot:PinotDbApiHook", "apache-airflow-providers-apache-pinot"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.qubole_check_hook:QuboleCheckHook",
        (Place("airflow.providers.qubole.hooks.qubole_check:QuboleCheckHook", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.qubole_hook:QuboleHook",
        (Place("airflow.providers.qubole.hooks.qubole:QuboleHook", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.redis_hook:RedisHook",
        (Place("airflow.providers.redis.hooks.redis:RedisHook", "apache-airflow-providers-redis"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.redshift_hook:RedshiftHook",
        (Place("airflow.providers.amazon.aws.hooks.redshift_cluster:RedshiftHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:LogState",
        (Place("airflow.providers.amazon.aws.hooks.sagemaker:LogState", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:Position",
        (Place("airflow.providers.amazon.aws.hooks.sagemaker:Position", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:SageMakerHook",
        (Place("airflow.providers.amazon.aws.hooks.sagemaker:SageMakerHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:argmin",
        (Place("airflow.providers.amazon.aws.hooks.sagemaker:argmin", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:secondary_training_status_changed",
        (
            Place(
                "airflow.providers.amazon.aws.hooks.sagemaker:secondary_training_status_changed",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sagemaker_hook:secondary_training_status_message",
        (
            Place(
                "airflow.providers.amazon.aws.hooks.sagemaker:secondary_training_status_message",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.salesforce_hook:SalesforceHook",
        (Place("airflow.providers.salesforce.hooks.salesforce:SalesforceHook", "apache-airflow-providers-salesforce"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.salesforce_hook:pd",
        (Place("airflow.providers.salesforce.hooks.salesforce:pd", "apache-airflow-providers-salesforce"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.segment_hook:SegmentHook",
        (Place("airflow.providers.segment.hooks.segment:SegmentHook", "apache-airflow-providers-segment"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.segment_hook:analytics",
        (Place("airflow.providers.segment.hooks.segment:analytics", "apache-airflow-providers-segment"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sftp_hook:SFTPHook",
        (Place("airflow.providers.sftp.hooks.sftp:SFTPHook", "apache-airflow-providers-sftp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.slack_webhook_hook:SlackWebhookHook",
        (Place("airflow.providers.slack.hooks.slack_webhook:SlackWebhookHook", "apache-airflow-providers-slack"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.snowflake_hook:SnowflakeHook",
        (Place("airflow.providers.snowflake.hooks.snowflake:SnowflakeHook", "apache-airflow-providers-snowflake"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.spark_jdbc_hook:SparkJDBCHook",
        (
            Place(
                "airflow.providers.apache.spark.hooks.spark_jdbc:SparkJDBCHook",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.spark_sql_hook:SparkSqlHook",
        (
            Place(
                "airflow.providers.apache.spark.hooks.spark_sql:SparkSqlHook",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.spark_submit_hook:SparkSubmitHook",
        (
            Place(
                "airflow.providers.apache.spark.hooks.spark_submit:SparkSubmitHook",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.sqoop_hook:SqoopHook",
        (Place("airflow.providers.apache.sqoop.hooks.sqoop:SqoopHook", "apache-airflow-providers-apache-sqoop"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.ssh_hook:SSHHook",
        (Place("airflow.providers.ssh.hooks.ssh:SSHHook", "apache-airflow-providers-ssh"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.vertica_hook:VerticaHook",
        (Place("airflow.providers.vertica.hooks.vertica:VerticaHook", "apache-airflow-providers-vertica"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.wasb_hook:WasbHook",
        (Place("airflow.providers.microsoft.azure.hooks.wasb:WasbHook", "apache-airflow-providers-microsoft-azure"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.hooks.winrm_hook:WinRMHook",
        (Place("airflow.providers.microsoft.winrm.hooks.winrm:WinRMHook", "apache-airflow-providers-microsoft-winrm"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client", "provider", (7, 4, 0)),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.kube_client:get_kube_client",
        (
            Place("airflow.kubernetes.kube_client:get_kube_client", "airflow", (1, 10, 11)),
            Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),
        ), deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.pod", (Place("kubernetes.client.models", "client"),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.pod:Pod", (Place("kubernetes.client.models:V1Pod", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.pod:Port", (Place("kubernetes.client.models:V1ContainerPort", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.pod:Resources",
        (Place("kubernetes.client.models:V1ResourceRequirements", "client"),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),), change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.pod:Secret",
        (Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.pod:Volume", (Place("kubernetes.client.models:V1Volume", "client"),),
        removed=(airflow(2, 0),), change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.pod:VolumeMount", (Place("kubernetes.client.models:V1VolumeMount", "client"),),
        removed=(airflow(2, 0),), change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.pod_generator",
        (
            Place("airflow.kubernetes.pod_generator", "airflow", (1, 10, 11)),
            Place("airflow.providers.cncf.kubernetes.pod_generator", "provider", (7, 4, 0)),
        ), removed=(airflow(1, 10, 11),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_generator:PodGenerator",
        (
            Place("airflow.kubernetes.pod_generator:PodGenerator", "airflow", (1, 10, 11)),
            Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),
        ), removed=(airflow(1, 10, 11),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_launcher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager", "provider", (3, 0, 0)),),
        removed=(airflow(1, 10, 11),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_launcher:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (3, 0, 0)),),
        removed=(airflow(1, 10, 11),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_launcher:PodStatus",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (3, 0, 0)),),
        removed=(airflow(1, 10, 11),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_runtime_info_env", (Place("kubernetes.client.models", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.pod_runtime_info_env:PodRuntimeInfoEnv",
        (Place("kubernetes.client.models:V1EnvVar", "client"),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),), change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.secret",
        (Place("airflow.providers.cncf.kubernetes.secret", "provider", (7, 4, 0)),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.secret:Secret",
        (
            Place("airflow.kubernetes.secret:Secret", "airflow", (1, 10, 11)),
            Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),
        ), deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.contrib.kubernetes.volume", (Place("kubernetes.client.models", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.volume:Volume", (Place("kubernetes.client.models:V1Volume", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.volume_mount", (Place("kubernetes.client.models", "client"),),
        deprecated=airflow(1, 10, 12), removed=(airflow(2, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.contrib.kubernetes.volume_mount:VolumeMount",
        (Place("kubernetes.client.models:V1VolumeMount", "client"),), deprecated=airflow(1, 10, 12),
        removed=(airflow(2, 0),), change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.kubernetes.worker_configuration:WorkerConfiguration",
        removed=(airflow(1, 10, 11), airflow(2, 0)), change=Change.ARGUMENTS,
        advice="describe the pod in a pod template file and a `pod_override`",
    ),
    Move(
        "airflow.contrib.operators.adls_list_operator:ADLSListOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.operators.adls:ADLSListOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.adls_list_operator:AzureDataLakeStorageListOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.operators.adls:ADLSListOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.adls_to_gcs:ADLSToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.adls_to_gcs:ADLSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.adls_to_gcs:AdlsToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.adls_to_gcs:ADLSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.aws_athena_operator:AWSAthenaOperator",
        (Place("airflow.providers.amazon.aws.operators.athena:AthenaOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.aws_sqs_publish_operator:SQSPublishOperator",
        (Place("airflow.providers.amazon.aws.operators.sqs:SqsPublishOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.aws_sqs_publish_operator:SqsPublishOperator",
        (Place("airflow.providers.amazon.aws.operators.sqs:SqsPublishOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.awsbatch_operator:AWSBatchOperator",
        (Place("airflow.providers.amazon.aws.operators.batch:BatchOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.awsbatch_operator:BatchOperator",
        (Place("airflow.providers.amazon.aws.operators.batch:BatchOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.awsbatch_operator:BatchProtocol",
        (Place("airflow.providers.amazon.aws.hooks.batch_client:BatchProtocol", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.azure_container_instances_operator:AzureContainerInstancesOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.operators.container_instances:AzureContainerInstancesOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.azure_cosmos_operator:AzureCosmosInsertDocumentOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.operators.cosmos:AzureCosmosInsertDocumentOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_check_operator:BigQueryCheckOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryCheckOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_check_operator:BigQueryIntervalCheckOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryIntervalCheckOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_check_operator:BigQueryValueCheckOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryValueCheckOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_get_data:BigQueryGetDataOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryGetDataOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryCreateEmptyDatasetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryCreateEmptyDatasetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryCreateEmptyTableOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.bigquery.BigQueryCreateEmptyTableOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryCreateExternalTableOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.bigquery.BigQueryCreateExternalTableOperator`, its "
            "last place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryDeleteDatasetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryDeleteDatasetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryExecuteQueryOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.bigquery.BigQueryExecuteQueryOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryGetDatasetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryGetDatasetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryGetDatasetTablesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryGetDatasetTablesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.bigquery.BigQueryExecuteQueryOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryPatchDatasetOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.bigquery.BigQueryPatchDatasetOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryUpdateDatasetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryUpdateDatasetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_operator:BigQueryUpsertTableOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryUpsertTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_table_delete_operator:BigQueryDeleteTableOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryDeleteTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_table_delete_operator:BigQueryTableDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigquery:BigQueryDeleteTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_to_bigquery:BigQueryToBigQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.bigquery_to_bigquery:BigQueryToBigQueryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_to_gcs:BigQueryToCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.bigquery_to_gcs:BigQueryToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_to_gcs:BigQueryToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.bigquery_to_gcs:BigQueryToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.bigquery_to_mysql_operator:BigQueryToMySqlOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.bigquery_to_mysql:BigQueryToMySqlOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.cassandra_to_gcs:CassandraToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.cassandra_to_gcs:CassandraToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.cassandra_to_gcs:CassandraToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.cassandra_to_gcs:CassandraToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.databricks_operator:DatabricksRunNowOperator",
        (
            Place(
                "airflow.providers.databricks.operators.databricks:DatabricksRunNowOperator",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.databricks_operator:DatabricksSubmitRunOperator",
        (
            Place(
                "airflow.providers.databricks.operators.databricks:DatabricksSubmitRunOperator",
                "apache-airflow-providers-databricks",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataFlowJavaOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataflow.DataflowCreateJavaJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataFlowPythonOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataflow.DataflowCreatePythonJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataflowCreateJavaJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataflow.DataflowCreateJavaJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataflowCreatePythonJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataflow.DataflowCreatePythonJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataflowTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataflow:DataflowTemplatedJobStartOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataflow_operator:DataflowTemplatedJobStartOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataflow:DataflowTemplatedJobStartOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.datapipeline_operator:CreateDataPipelineOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.datapipeline.CreateDataPipelineOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.datapipeline_operator:RunDataPipelineOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.datapipeline.RunDataPipelineOperator`, its last place, "
            "was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcHadoopOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitHadoopJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcHiveOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitHiveJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcJobBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocJobBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcPigOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitPigJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcPySparkOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitPySparkJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcSparkOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitSparkJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataProcSparkSqlOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitSparkSqlJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocClusterCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocCreateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocClusterDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocDeleteClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocClusterScaleOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocScaleClusterOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocCreateClusterOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocCreateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocDeleteClusterOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocDeleteClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocInstantiateInlineWorkflowTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocInstantiateInlineWorkflowTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocInstantiateWorkflowTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocInstantiateWorkflowTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocJobBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocJobBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocScaleClusterOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocScaleClusterOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitHadoopJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitHadoopJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitHiveJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitHiveJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitPigJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitPigJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitPySparkJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitPySparkJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitSparkJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitSparkJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocSubmitSparkSqlJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.dataproc.DataprocSubmitSparkSqlJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocWorkflowTemplateInstantiateInlineOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocInstantiateInlineWorkflowTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dataproc_operator:DataprocWorkflowTemplateInstantiateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dataproc:DataprocInstantiateWorkflowTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.datastore_export_operator:CloudDatastoreExportEntitiesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.datastore:CloudDatastoreExportEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.datastore_export_operator:DatastoreExportOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.datastore:CloudDatastoreExportEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.datastore_import_operator:CloudDatastoreImportEntitiesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.datastore:CloudDatastoreImportEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.datastore_import_operator:DatastoreImportOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.datastore:CloudDatastoreImportEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dingding_operator:DingdingOperator",
        (Place("airflow.providers.dingding.operators.dingding:DingdingOperator", "apache-airflow-providers-dingding"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.discord_webhook_operator:DiscordWebhookOperator",
        (
            Place(
                "airflow.providers.discord.operators.discord_webhook:DiscordWebhookOperator",
                "apache-airflow-providers-discord",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.docker_swarm_operator:DockerSwarmOperator",
        (
            Place(
                "airflow.providers.docker.operators.docker_swarm:DockerSwarmOperator",
                "apache-airflow-providers-docker",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.druid_operator:DruidOperator",
        (
            Place(
                "airflow.providers.apache.druid.operators.druid:DruidOperator",
                "apache-airflow-providers-apache-druid",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.dynamodb_to_s3:DynamoDBToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.dynamodb_to_s3:DynamoDBToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.ecs_operator:EcsOperator",
        (Place("airflow.providers.amazon.aws.operators.ecs:EcsRunTaskOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.ecs_operator:EcsProtocol",
        (Place("airflow.providers.amazon.aws.hooks.ecs:EcsProtocol", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.ecs_operator:EcsRunTaskOperator",
        (Place("airflow.providers.amazon.aws.operators.ecs:EcsRunTaskOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.file_to_gcs:FileToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.local_to_gcs:LocalFilesystemToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.file_to_gcs:LocalFilesystemToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.local_to_gcs:LocalFilesystemToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.file_to_wasb:FileToWasbOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.transfers.local_to_wasb:LocalFilesystemToWasbOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.file_to_wasb:LocalFilesystemToWasbOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.transfers.local_to_wasb:LocalFilesystemToWasbOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableClusterUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableUpdateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableCreateInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableCreateInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableCreateTableOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableCreateTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableDeleteInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableDeleteTableOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableDeleteTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableInstanceCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableCreateInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableInstanceDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableTableCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableCreateTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableTableDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableDeleteTableOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableTableReplicationCompletedSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.bigtable:BigtableTableReplicationCompletedSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableTableWaitForReplicationSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.bigtable:BigtableTableReplicationCompletedSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_bigtable_operator:BigtableUpdateClusterOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.bigtable:BigtableUpdateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_cloud_build_operator:CloudBuildCreateBuildOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_build:CloudBuildCreateBuildOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineCopyInstanceTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineCopyInstanceTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineInstanceGroupUpdateManagerTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineInstanceGroupUpdateManagerTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineSetMachineTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineSetMachineTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineStartInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineStartInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:ComputeEngineStopInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineStopInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceInstanceGroupManagerUpdateTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineInstanceGroupUpdateManagerTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceInstanceStartOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineStartInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceInstanceStopOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineStopInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceInstanceTemplateCopyOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineCopyInstanceTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_compute_operator:GceSetMachineTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.compute:ComputeEngineSetMachineTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator",
        (Place("airflow.providers.google.cloud.operators.kubernetes_engine", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKEClusterCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKECreateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKEClusterDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKEDeleteClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKECreateClusterOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKECreateClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKEDeleteClusterOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKEDeleteClusterOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKEPodOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKEStartPodOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.operators.gcp_container_operator:GKEStartPodOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.kubernetes_engine:GKEStartPodOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCancelDLPJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCancelDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCreateDLPJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCreateDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCreateDeidentifyTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCreateDeidentifyTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCreateInspectTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCreateInspectTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCreateJobTriggerOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCreateJobTriggerOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPCreateStoredInfoTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPCreateStoredInfoTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeidentifyContentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeidentifyContentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteDLPJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteDeidentifyTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteDeidentifyTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteDlpJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteInspectTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteInspectTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteJobTriggerOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteJobTriggerOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPDeleteStoredInfoTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPDeleteStoredInfoTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetDLPJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetDLPJobTriggerOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetDLPJobTriggerOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetDeidentifyTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetDeidentifyTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetDlpJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetDLPJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetInspectTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetInspectTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetJobTripperOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetDLPJobTriggerOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPGetStoredInfoTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPGetStoredInfoTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPInspectContentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPInspectContentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListDLPJobsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListDLPJobsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListDeidentifyTemplatesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListDeidentifyTemplatesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListDlpJobsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListDLPJobsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListInfoTypesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListInfoTypesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListInspectTemplatesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListInspectTemplatesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListJobTriggersOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListJobTriggersOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPListStoredInfoTypesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPListStoredInfoTypesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPRedactImageOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPRedactImageOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPReidentifyContentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPReidentifyContentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPUpdateDeidentifyTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPUpdateDeidentifyTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPUpdateInspectTemplateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPUpdateInspectTemplateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPUpdateJobTriggerOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPUpdateJobTriggerOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_dlp_operator:CloudDLPUpdateStoredInfoTypeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.dlp:CloudDLPUpdateStoredInfoTypeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_function_operator:CloudFunctionDeleteFunctionOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.functions:CloudFunctionDeleteFunctionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_function_operator:CloudFunctionDeployFunctionOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.functions:CloudFunctionDeployFunctionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_function_operator:GcfFunctionDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.functions:CloudFunctionDeleteFunctionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_function_operator:GcfFunctionDeployOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.functions:CloudFunctionDeployFunctionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudLanguageAnalyzeEntitiesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudLanguageAnalyzeEntitySentimentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeEntitySentimentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudLanguageAnalyzeSentimentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeSentimentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudLanguageClassifyTextOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageClassifyTextOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudNaturalLanguageAnalyzeEntitiesOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeEntitiesOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudNaturalLanguageAnalyzeEntitySentimentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeEntitySentimentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudNaturalLanguageAnalyzeSentimentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageAnalyzeSentimentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_natural_language_operator:CloudNaturalLanguageClassifyTextOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.natural_language:CloudNaturalLanguageClassifyTextOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDatabaseDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeleteDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDatabaseDeployOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeployDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDatabaseQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerQueryDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDatabaseUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerUpdateDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:CloudSpannerInstanceDeployOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeployInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerDeleteDatabaseInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeleteDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerDeleteInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerDeployDatabaseInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeployDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerDeployInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerDeployInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerQueryDatabaseInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerQueryDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_spanner_operator:SpannerUpdateDatabaseInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.spanner:SpannerUpdateDatabaseInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_speech_to_text_operator:CloudSpeechToTextRecognizeSpeechOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.speech_to_text:CloudSpeechToTextRecognizeSpeechOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_speech_to_text_operator:GcpSpeechToTextRecognizeSpeechOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.speech_to_text:CloudSpeechToTextRecognizeSpeechOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLCreateInstanceDatabaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLCreateInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLCreateInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLCreateInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLDeleteInstanceDatabaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLDeleteInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLDeleteInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLExecuteQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLExecuteQueryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLExportInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLExportInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLImportInstanceOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLImportInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLInstancePatchOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLInstancePatchOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSQLPatchInstanceDatabaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLPatchInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlBaseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLBaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLCreateInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceDatabaseCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLCreateInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceDatabaseDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLDeleteInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceDatabasePatchOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLPatchInstanceDatabaseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLDeleteInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceExportOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLExportInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstanceImportOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLImportInstanceOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlInstancePatchOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLInstancePatchOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_sql_operator:CloudSqlQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_sql:CloudSQLExecuteQueryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueueCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueueCreateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueueDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueueDeleteOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueueGetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueueGetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueuePauseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueuePauseOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueuePurgeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueuePurgeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueueResumeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueueResumeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueueUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueueUpdateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksQueuesListOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksQueuesListOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksTaskCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksTaskCreateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksTaskDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksTaskDeleteOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksTaskGetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksTaskGetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksTaskRunOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksTaskRunOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_tasks_operator:CloudTasksTasksListOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.tasks:CloudTasksTasksListOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_text_to_speech_operator:CloudTextToSpeechSynthesizeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.text_to_speech:CloudTextToSpeechSynthesizeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_text_to_speech_operator:GcpTextToSpeechSynthesizeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.text_to_speech:CloudTextToSpeechSynthesizeOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceCancelOperationOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceCancelOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceCreateJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceCreateJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceDeleteJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceDeleteJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceGCSToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceGCSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceGetOperationOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceGetOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceListOperationsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceListOperationsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServicePauseOperationOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServicePauseOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceResumeOperationOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceResumeOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceS3ToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceS3ToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:CloudDataTransferServiceUpdateJobOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceUpdateJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceJobCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceCreateJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceJobDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceDeleteJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceJobUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceUpdateJobOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceOperationCancelOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceCancelOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceOperationGetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceGetOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceOperationPauseOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServicePauseOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceOperationResumeOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceResumeOperationOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GcpTransferServiceOperationsListOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceListOperationsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:GoogleCloudStorageToGoogleCloudStorageTransferOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceGCSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_transfer_operator:S3ToGoogleCloudStorageTransferOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceS3ToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_translate_operator:CloudTranslateTextOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.translate:CloudTranslateTextOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_translate_speech_operator:CloudTranslateSpeechOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.translate_speech:CloudTranslateSpeechOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_translate_speech_operator:GcpTranslateSpeechOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.translate_speech:CloudTranslateSpeechOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_video_intelligence_operator:CloudVideoIntelligenceDetectVideoExplicitContentOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.video_intelligence:CloudVideoIntelligenceDetectVideoExplicitContentOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_video_intelligence_operator:CloudVideoIntelligenceDetectVideoLabelsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.video_intelligence:CloudVideoIntelligenceDetectVideoLabelsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_video_intelligence_operator:CloudVideoIntelligenceDetectVideoShotsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.video_intelligence:CloudVideoIntelligenceDetectVideoShotsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionAddProductToProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionAddProductToProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionAnnotateImageOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionImageAnnotateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionCreateProductOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionCreateProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionCreateReferenceImageOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateReferenceImageOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDeleteProductOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDeleteProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDeleteProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDeleteProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDetectDocumentTextOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionTextDetectOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDetectImageLabelsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDetectImageLabelsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDetectImageSafeSearchOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDetectImageSafeSearchOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionDetectTextOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDetectTextOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionGetProductOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionGetProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionGetProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionGetProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionImageAnnotateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionImageAnnotateOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDeleteProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductGetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionGetProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductSetCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductSetDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionDeleteProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductSetGetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionGetProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductSetUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionUpdateProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionProductUpdateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionUpdateProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionReferenceImageCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionCreateReferenceImageOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionRemoveProductFromProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionRemoveProductFromProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionTextDetectOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionTextDetectOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionUpdateProductOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionUpdateProductOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcp_vision_operator:CloudVisionUpdateProductSetOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.vision:CloudVisionUpdateProductSetOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_acl_operator:GCSBucketCreateAclEntryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSBucketCreateAclEntryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_acl_operator:GCSObjectCreateAclEntryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSObjectCreateAclEntryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_acl_operator:GoogleCloudStorageBucketCreateAclEntryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSBucketCreateAclEntryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_acl_operator:GoogleCloudStorageObjectCreateAclEntryOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSObjectCreateAclEntryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_delete_operator:GCSDeleteObjectsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSDeleteObjectsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_delete_operator:GoogleCloudStorageDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSDeleteObjectsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_download_operator:GCSToLocalFilesystemOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_local:GCSToLocalFilesystemOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_download_operator:GoogleCloudStorageDownloadOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_local:GCSToLocalFilesystemOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_list_operator:GCSListObjectsOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSListObjectsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_list_operator:GoogleCloudStorageListOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSListObjectsOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_operator:GCSCreateBucketOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSCreateBucketOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_operator:GoogleCloudStorageCreateBucketOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.gcs:GCSCreateBucketOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_bq:GCSToBigQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_bigquery:GCSToBigQueryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_bq:GoogleCloudStorageToBigQueryOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_bigquery:GCSToBigQueryOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_gcs:GCSToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_gcs:GCSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_gcs:GoogleCloudStorageToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.gcs_to_gcs:GCSToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_gdrive_operator:GCSToGoogleDriveOperator",
        (
            Place(
                "airflow.providers.google.suite.transfers.gcs_to_gdrive:GCSToGoogleDriveOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_s3:GCSToS3Operator",
        (Place("airflow.providers.amazon.aws.transfers.gcs_to_s3:GCSToS3Operator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.gcs_to_s3:GoogleCloudStorageToS3Operator",
        (Place("airflow.providers.amazon.aws.transfers.gcs_to_s3:GCSToS3Operator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.grpc_operator:GrpcOperator",
        (Place("airflow.providers.grpc.operators.grpc:GrpcOperator", "apache-airflow-providers-grpc"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.hive_to_dynamodb:HiveToDynamoDBOperator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.hive_to_dynamodb:HiveToDynamoDBOperator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.imap_attachment_to_s3_operator:ImapAttachmentToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.imap_attachment_to_s3:ImapAttachmentToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.jenkins_job_trigger_operator:JenkinsJobTriggerOperator",
        (
            Place(
                "airflow.providers.jenkins.operators.jenkins_job_trigger:JenkinsJobTriggerOperator",
                "apache-airflow-providers-jenkins",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.jira_operator:JiraOperator",
        (
            Place(
                "airflow.providers.atlassian.jira.operators.jira:JiraOperator",
                "apache-airflow-providers-atlassian-jira",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.kubernetes_pod",
        (
            Place("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", "provider", (1, 0, 0), (10, 0, 0)),
            Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.contrib.operators.kubernetes_pod:KubernetesPodOperator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
                "provider", (1, 0, 0), (10, 0, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.contrib.operators.kubernetes_pod_operator",
        (Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.contrib.operators.kubernetes_pod_operator:KubernetesPodOperator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
                "provider", (1, 0, 0), (10, 0, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.THROUGHOUT,
    ),
    Move(
        "airflow.contrib.operators.kubernetes_pod_operator:Resources",
        (Place("kubernetes.client.models:V1ResourceRequirements", "client"),), removed=(airflow(3, 0),),
        change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineBatchPredictionOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineStartBatchPredictionJobOperator`, its "
            "last place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineManageModelOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineManageModelOperator`, its last place, "
            "was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineManageVersionOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineManageVersionOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineModelOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineManageModelOperator`, its last place, "
            "was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineStartBatchPredictionJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineStartBatchPredictionJobOperator`, its "
            "last place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineStartTrainingJobOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineStartTrainingJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineTrainingOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineStartTrainingJobOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mlengine_operator:MLEngineVersionOperator", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.operators.mlengine.MLEngineManageVersionOperator`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.operators.mongo_to_s3:MongoToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.mongo_to_s3:MongoToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.mssql_to_gcs:MSSQLToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.mssql_to_gcs:MSSQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.mssql_to_gcs:MsSqlToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.mssql_to_gcs:MSSQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.mysql_to_gcs:MySQLToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.mysql_to_gcs:MySQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.mysql_to_gcs:MySqlToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.mysql_to_gcs:MySQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.opsgenie_alert_operator:OpsgenieAlertOperator",
        (
            Place(
                "airflow.providers.opsgenie.operators.opsgenie:OpsgenieCreateAlertOperator",
                "apache-airflow-providers-opsgenie",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.opsgenie_alert_operator:OpsgenieCreateAlertOperator",
        (
            Place(
                "airflow.providers.opsgenie.operators.opsgenie:OpsgenieCreateAlertOperator",
                "apache-airflow-providers-opsgenie",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.oracle_to_azure_data_lake_transfer:OracleToAzureDataLakeOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.transfers.oracle_to_azure_data_lake:OracleToAzureDataLakeOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.oracle_to_oracle_transfer:OracleToOracleOperator",
        (
            Place(
                "airflow.providers.oracle.transfers.oracle_to_oracle:OracleToOracleOperator",
                "apache-airflow-providers-oracle",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.oracle_to_oracle_transfer:OracleToOracleTransfer",
        (
            Place(
                "airflow.providers.oracle.transfers.oracle_to_oracle:OracleToOracleOperator",
                "apache-airflow-providers-oracle",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.postgres_to_gcs_operator:PostgresToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.postgres_to_gcs:PostgresToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.postgres_to_gcs_operator:PostgresToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.postgres_to_gcs:PostgresToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubCreateSubscriptionOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubCreateSubscriptionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubCreateTopicOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubCreateTopicOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubDeleteSubscriptionOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubDeleteSubscriptionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubDeleteTopicOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubDeleteTopicOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubPublishMessageOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubPublishMessageOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubPublishOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubPublishMessageOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubSubscriptionCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubCreateSubscriptionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubSubscriptionDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubDeleteSubscriptionOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubTopicCreateOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubCreateTopicOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.pubsub_operator:PubSubTopicDeleteOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.pubsub:PubSubDeleteTopicOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.qubole_check_operator:QuboleCheckOperator",
        (
            Place(
                "airflow.providers.qubole.operators.qubole_check:QuboleCheckOperator",
                "apache-airflow-providers-qubole",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.qubole_check_operator:QuboleValueCheckOperator",
        (
            Place(
                "airflow.providers.qubole.operators.qubole_check:QuboleValueCheckOperator",
                "apache-airflow-providers-qubole",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.qubole_operator:QuboleOperator",
        (Place("airflow.providers.qubole.operators.qubole:QuboleOperator", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.redis_publish_operator:RedisPublishOperator",
        (
            Place(
                "airflow.providers.redis.operators.redis_publish:RedisPublishOperator",
                "apache-airflow-providers-redis",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.s3_to_gcs_operator:S3ToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.s3_to_gcs:S3ToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.s3_to_gcs_transfer_operator:CloudDataTransferServiceS3ToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.operators.cloud_storage_transfer_service:CloudDataTransferServiceS3ToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.s3_to_sftp_operator:S3ToSFTPOperator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.s3_to_sftp:S3ToSFTPOperator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.segment_track_event_operator:SegmentTrackEventOperator",
        (
            Place(
                "airflow.providers.segment.operators.segment_track_event:SegmentTrackEventOperator",
                "apache-airflow-providers-segment",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sftp_operator:SFTPOperation",
        (Place("airflow.providers.sftp.operators.sftp:SFTPOperation", "apache-airflow-providers-sftp"),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sftp_operator:SFTPOperator",
        (Place("airflow.providers.sftp.operators.sftp:SFTPOperator", "apache-airflow-providers-sftp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sftp_to_s3_operator:SFTPToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.sftp_to_s3:SFTPToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.slack_webhook_operator:SlackWebhookOperator",
        (
            Place(
                "airflow.providers.slack.operators.slack_webhook:SlackWebhookOperator",
                "apache-airflow-providers-slack",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.snowflake_operator:SnowflakeOperator",
        (
            Place(
                "airflow.providers.snowflake.operators.snowflake:SnowflakeOperator",
                "apache-airflow-providers-snowflake",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sns_publish_operator:SnsPublishOperator",
        (Place("airflow.providers.amazon.aws.operators.sns:SnsPublishOperator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.spark_jdbc_operator:SparkJDBCOperator",
        (
            Place(
                "airflow.providers.apache.spark.operators.spark_jdbc:SparkJDBCOperator",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.spark_jdbc_operator:SparkSubmitOperator",
        (
            Place(
                "airflow.providers.apache.spark.operators.spark_jdbc:SparkSubmitOperator",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.spark_sql_operator:SparkSqlOperator",
        (
            Place(
                "airflow.providers.apache.spark.operators.spark_sql:SparkSqlOperator",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.spark_submit_operator:SparkSubmitOperator",
        (
            Place(
                "airflow.providers.apache.spark.operators.spark_submit:SparkSubmitOperator",
                "apache-airflow-providers-apache-spark",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sql_to_gcs:BaseSQLToGCSOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.sql_to_gcs:BaseSQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sql_to_gcs:BaseSQLToGoogleCloudStorageOperator",
        (
            Place(
                "airflow.providers.google.cloud.transfers.sql_to_gcs:BaseSQLToGCSOperator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.sqoop_operator:SqoopOperator",
        (
            Place(
                "airflow.providers.apache.sqoop.operators.sqoop:SqoopOperator",
                "apache-airflow-providers-apache-sqoop",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.ssh_operator:SSHOperator",
        (Place("airflow.providers.ssh.operators.ssh:SSHOperator", "apache-airflow-providers-ssh"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.vertica_operator:VerticaOperator",
        (Place("airflow.providers.vertica.operators.vertica:VerticaOperator", "apache-airflow-providers-vertica"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.vertica_to_hive:VerticaToHiveOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.vertica_to_hive:VerticaToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.vertica_to_hive:VerticaToHiveTransfer",
        (
            Place(
                "airflow.providers.apache.hive.transfers.vertica_to_hive:VerticaToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.vertica_to_mysql:VerticaToMySqlOperator",
        (
            Place(
                "airflow.providers.mysql.transfers.vertica_to_mysql:VerticaToMySqlOperator",
                "apache-airflow-providers-mysql",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.vertica_to_mysql:VerticaToMySqlTransfer",
        (
            Place(
                "airflow.providers.mysql.transfers.vertica_to_mysql:VerticaToMySqlOperator",
                "apache-airflow-providers-mysql",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.wasb_delete_blob_operator:WasbDeleteBlobOperator",
        (
            Place(
                "airflow.providers.microsoft.azure.operators.wasb_delete_blob:WasbDeleteBlobOperator",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.operators.winrm_operator:WinRMOperator",
        (
            Place(
                "airflow.providers.microsoft.winrm.operators.winrm:WinRMOperator",
                "apache-airflow-providers-microsoft-winrm",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.aws_secrets_manager:SecretsManagerBackend",
        (
            Place(
                "airflow.providers.amazon.aws.secrets.secrets_manager:SecretsManagerBackend",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.aws_systems_manager:SystemsManagerParameterStoreBackend",
        (
            Place(
                "airflow.providers.amazon.aws.secrets.systems_manager:SystemsManagerParameterStoreBackend",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.azure_key_vault:AzureKeyVaultBackend",
        (
            Place(
                "airflow.providers.microsoft.azure.secrets.key_vault:AzureKeyVaultBackend",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.gcp_secrets_manager:CloudSecretManagerBackend",
        (
            Place(
                "airflow.providers.google.cloud.secrets.secret_manager:CloudSecretManagerBackend",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.gcp_secrets_manager:CloudSecretsManagerBackend",
        (
            Place(
                "airflow.providers.google.cloud.secrets.secret_manager:CloudSecretManagerBackend",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.secrets.hashicorp_vault:VaultBackend",
        (Place("airflow.providers.hashicorp.secrets.vault:VaultBackend", "apache-airflow-providers-hashicorp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_athena_sensor:AthenaSensor",
        (Place("airflow.providers.amazon.aws.sensors.athena:AthenaSensor", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_glue_catalog_partition_sensor:AwsGlueCatalogPartitionSensor",
        (
            Place(
                "airflow.providers.amazon.aws.sensors.glue_catalog_partition:GlueCatalogPartitionSensor",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_redshift_cluster_sensor:AwsRedshiftClusterSensor",
        (
            Place(
                "airflow.providers.amazon.aws.sensors.redshift_cluster:RedshiftClusterSensor",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_sqs_sensor:SQSHook",
        (Place("airflow.providers.amazon.aws.hooks.sqs:SqsHook", "apache-airflow-providers-amazon"),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_sqs_sensor:SQSSensor",
        (Place("airflow.providers.amazon.aws.sensors.sqs:SqsSensor", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.aws_sqs_sensor:SqsSensor",
        (Place("airflow.providers.amazon.aws.sensors.sqs:SqsSensor", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.azure_cosmos_sensor:AzureCosmosDocumentSensor",
        (
            Place(
                "airflow.providers.microsoft.azure.sensors.cosmos:AzureCosmosDocumentSensor",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.bash_sensor", (Place("airflow.providers.standard.sensors.bash", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.bash_sensor:BashSensor",
        (
            Place("airflow.sensors.bash:BashSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.bash:BashSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.bigquery_sensor:BigQueryTableExistenceSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.bigquery:BigQueryTableExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.bigquery_sensor:BigQueryTableSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.bigquery:BigQueryTableExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.cassandra_record_sensor:CassandraRecordSensor",
        (
            Place(
                "airflow.providers.apache.cassandra.sensors.record:CassandraRecordSensor",
                "apache-airflow-providers-apache-cassandra",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.cassandra_table_sensor:CassandraTableSensor",
        (
            Place(
                "airflow.providers.apache.cassandra.sensors.table:CassandraTableSensor",
                "apache-airflow-providers-apache-cassandra",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.celery_queue_sensor:CeleryQueueSensor",
        (Place("airflow.providers.celery.sensors.celery_queue:CeleryQueueSensor", "apache-airflow-providers-celery"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.datadog_sensor:DatadogSensor",
        (Place("airflow.providers.datadog.sensors.datadog:DatadogSensor", "apache-airflow-providers-datadog"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.file_sensor",
        (Place("airflow.providers.standard.sensors.filesystem", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.file_sensor:FileSensor",
        (
            Place("airflow.sensors.filesystem:FileSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.filesystem:FileSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.ftp_sensor:FTPSSensor",
        (Place("airflow.providers.ftp.sensors.ftp:FTPSSensor", "apache-airflow-providers-ftp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.ftp_sensor:FTPSensor",
        (Place("airflow.providers.ftp.sensors.ftp:FTPSensor", "apache-airflow-providers-ftp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcp_transfer_sensor:CloudDataTransferServiceJobStatusSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.cloud_storage_transfer_service:CloudDataTransferServiceJobStatusSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcp_transfer_sensor:GCPTransferServiceWaitForJobStatusSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.cloud_storage_transfer_service:CloudDataTransferServiceJobStatusSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GCSObjectExistenceSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSObjectExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GCSObjectUpdateSensor",
        (Place("airflow.providers.google.cloud.sensors.gcs:GCSObjectUpdateSensor", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GCSObjectsWithPrefixExistenceSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSObjectsWithPrefixExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GCSUploadSessionCompleteSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSUploadSessionCompleteSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GoogleCloudStorageObjectSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSObjectExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GoogleCloudStorageObjectUpdatedSensor",
        (Place("airflow.providers.google.cloud.sensors.gcs:GCSObjectUpdateSensor", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GoogleCloudStoragePrefixSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSObjectsWithPrefixExistenceSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.gcs_sensor:GoogleCloudStorageUploadSessionCompleteSensor",
        (
            Place(
                "airflow.providers.google.cloud.sensors.gcs:GCSUploadSessionCompleteSensor",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.imap_attachment_sensor:ImapAttachmentSensor",
        (
            Place(
                "airflow.providers.imap.sensors.imap_attachment:ImapAttachmentSensor",
                "apache-airflow-providers-imap",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.jira_sensor:JiraSensor",
        (Place("airflow.providers.atlassian.jira.sensors.jira:JiraSensor", "apache-airflow-providers-atlassian-jira"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.jira_sensor:JiraTicketSensor",
        (
            Place(
                "airflow.providers.atlassian.jira.sensors.jira:JiraTicketSensor",
                "apache-airflow-providers-atlassian-jira",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.mongo_sensor:MongoSensor",
        (Place("airflow.providers.mongo.sensors.mongo:MongoSensor", "apache-airflow-providers-mongo"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.pubsub_sensor:PubSubPullSensor",
        (Place("airflow.providers.google.cloud.sensors.pubsub:PubSubPullSensor", "apache-airflow-providers-google"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.python_sensor",
        (Place("airflow.providers.standard.sensors.python", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.python_sensor:PythonSensor",
        (
            Place("airflow.sensors.python:PythonSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.python:PythonSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.qubole_sensor:QuboleFileSensor",
        (Place("airflow.providers.qubole.sensors.qubole:QuboleFileSensor", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.qubole_sensor:QubolePartitionSensor",
        (Place("airflow.providers.qubole.sensors.qubole:QubolePartitionSensor", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.qubole_sensor:QuboleSensor",
        (Place("airflow.providers.qubole.sensors.qubole:QuboleSensor", "apache-airflow-providers-qubole"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.redis_key_sensor:RedisKeySensor",
        (Place("airflow.providers.redis.sensors.redis_key:RedisKeySensor", "apache-airflow-providers-redis"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.redis_pub_sub_sensor:RedisPubSubSensor",
        (Place("airflow.providers.redis.sensors.redis_pub_sub:RedisPubSubSensor", "apache-airflow-providers-redis"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.sagemaker_training_sensor:SageMakerHook",
        (Place("airflow.providers.amazon.aws.sensors.sagemaker:SageMakerHook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.sagemaker_training_sensor:SageMakerTrainingSensor",
        (
            Place(
                "airflow.providers.amazon.aws.sensors.sagemaker:SageMakerTrainingSensor",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.sftp_sensor:SFTPSensor",
        (Place("airflow.providers.sftp.sensors.sftp:SFTPSensor", "apache-airflow-providers-sftp"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.wasb_sensor:WasbBlobSensor",
        (
            Place(
                "airflow.providers.microsoft.azure.sensors.wasb:WasbBlobSensor",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.wasb_sensor:WasbPrefixSensor",
        (
            Place(
                "airflow.providers.microsoft.azure.sensors.wasb:WasbPrefixSensor",
                "apache-airflow-providers-microsoft-azure",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.weekday_sensor",
        (Place("airflow.providers.standard.sensors.weekday", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.sensors.weekday_sensor:DayOfWeekSensor",
        (
            Place("airflow.sensors.weekday:DayOfWeekSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.weekday:DayOfWeekSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.gcp_field_sanitizer:GcpBodyFieldSanitizer",
        (
            Place(
                "airflow.providers.google.cloud.utils.field_sanitizer:GcpBodyFieldSanitizer",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.gcp_field_sanitizer:GcpFieldSanitizerException",
        (
            Place(
                "airflow.providers.google.cloud.utils.field_sanitizer:GcpFieldSanitizerException",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.gcp_field_validator:GcpBodyFieldValidator",
        (
            Place(
                "airflow.providers.google.cloud.utils.field_validator:GcpBodyFieldValidator",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.gcp_field_validator:GcpFieldValidationException",
        (
            Place(
                "airflow.providers.google.cloud.utils.field_validator:GcpFieldValidationException",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.gcp_field_validator:GcpValidationSpecificationException",
        (
            Place(
                "airflow.providers.google.cloud.utils.field_validator:GcpValidationSpecificationException",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.mlengine_operator_utils:create_evaluate_ops", deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.google.cloud.utils.mlengine_operator_utils.create_evaluate_ops`, its last "
            "place, was removed from the newest provider too"
        ),
    ),
    Move(
        "airflow.contrib.utils.mlengine_prediction_summary:JsonCoder",
        (
            Place(
                "airflow.providers.google.cloud.utils.mlengine_prediction_summary:JsonCoder",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.contrib.utils.mlengine_prediction_summary:MakeSummary",
        (
            Place(
                "airflow.providers.google.cloud.utils.mlengine_prediction_summary:MakeSummary",
                "apache-airflow-providers-google",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.datasets.metadata", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.datasets.metadata:Metadata", (Place("airflow.sdk:Metadata", "airflow", (3, 0)),),
        deprecated=airflow(3, 0), removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.datasets:Dataset", (Place("airflow.sdk:Asset", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        removed=(airflow(3, 2),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.datasets:DatasetAlias", (Place("airflow.sdk:AssetAlias", "airflow", (3, 0)),),
        deprecated=airflow(3, 0), removed=(airflow(3, 2),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.datasets:DatasetAll", (Place("airflow.sdk:AssetAll", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        removed=(airflow(3, 2),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.datasets:DatasetAny", (Place("airflow.sdk:AssetAny", "airflow", (3, 0)),), deprecated=airflow(3, 1),
        removed=(airflow(3, 2),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.decorators.base", (Place("airflow.sdk.bases.decorator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.decorators.base:DecoratedMappedOperator",
        (Place("airflow.sdk.bases.decorator:DecoratedMappedOperator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.decorators.base:DecoratedOperator",
        (Place("airflow.sdk.bases.decorator:DecoratedOperator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.decorators.base:TaskDecorator",
        (Place("airflow.sdk.bases.decorator:TaskDecorator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.decorators.base:get_unique_task_id",
        (Place("airflow.sdk.bases.decorator:get_unique_task_id", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.decorators.base:task_decorator_factory",
        (Place("airflow.sdk.bases.decorator:task_decorator_factory", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move("airflow.decorators:dag", (Place("airflow.sdk:dag", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move("airflow.decorators:setup", (Place("airflow.sdk:setup", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move("airflow.decorators:task", (Place("airflow.sdk:task", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.decorators:task_group", (Place("airflow.sdk:task_group", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.decorators:teardown", (Place("airflow.sdk:teardown", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.exceptions:AirflowConfigException",
        (Place("airflow.sdk.exceptions:AirflowConfigException", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.exceptions:AirflowDagCycleException",
        (Place("airflow.sdk.exceptions:AirflowDagCycleException", "airflow", (3, 1)),), deprecated=airflow(3, 1),
    ),
    Move("airflow.exceptions:AirflowException", (Place("airflow.sdk.exceptions:AirflowException", "airflow", (3, 1)),)),
    Move(
        "airflow.exceptions:AirflowFailException",
        (Place("airflow.sdk.exceptions:AirflowFailException", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:AirflowNotFoundException",
        (Place("airflow.sdk.exceptions:AirflowNotFoundException", "airflow", (3, 2)),),
    ),
    Move(
        "airflow.exceptions:AirflowRescheduleException",
        (Place("airflow.sdk.exceptions:AirflowRescheduleException", "airflow", (3, 2)),),
    ),
    Move(
        "airflow.exceptions:AirflowSensorTimeout",
        (Place("airflow.sdk.exceptions:AirflowSensorTimeout", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:AirflowSkipException",
        (Place("airflow.sdk.exceptions:AirflowSkipException", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:AirflowTaskTimeout",
        (Place("airflow.sdk.exceptions:AirflowTaskTimeout", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:DagRunTriggerException",
        (Place("airflow.sdk.exceptions:DagRunTriggerException", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:DuplicateTaskIdFound",
        (Place("airflow.sdk.exceptions:DuplicateTaskIdFound", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:ParamValidationError",
        (Place("airflow.sdk.exceptions:ParamValidationError", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:PodMutationHookException",
        (Place("airflow.providers.cncf.kubernetes.exceptions:PodMutationHookException", "provider", (10, 3, 0)),),
    ),
    Move(
        "airflow.exceptions:PodReconciliationError",
        (Place("airflow.providers.cncf.kubernetes.exceptions:PodReconciliationError", "provider", (10, 3, 0)),),
    ),
    Move(
        "airflow.exceptions:TaskDeferralError", (Place("airflow.sdk.exceptions:TaskDeferralError", "airflow", (3, 2)),),
        deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:TaskDeferred", (Place("airflow.sdk.exceptions:TaskDeferred", "airflow", (3, 2)),),
        deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.exceptions:XComNotFound", (Place("airflow.sdk.exceptions:XComNotFound", "airflow", (3, 2)),),
        deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.executors.celery_executor:CeleryExecutor",
        (
            Place(
                "airflow.providers.celery.executors.celery_executor:CeleryExecutor",
                "apache-airflow-providers-celery",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.celery_executor:app",
        (Place("airflow.providers.celery.executors.celery_executor_utils:app", "apache-airflow-providers-celery"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.celery_kubernetes_executor",
        (Place("airflow.providers.celery.executors.celery_kubernetes_executor", "apache-airflow-providers-celery"),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.celery_kubernetes_executor:CeleryKubernetesExecutor",
        (
            Place(
                "airflow.providers.celery.executors.celery_kubernetes_executor:CeleryKubernetesExecutor",
                "apache-airflow-providers-celery",
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.celery_kubernetes_executor:KubernetesExecutor",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.dask_executor:DaskExecutor",
        (
            Place(
                "airflow.providers.daskexecutor.executors.dask_executor:DaskExecutor",
                "apache-airflow-providers-daskexecutor",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor",
        (Place("airflow.providers.cncf.kubernetes.executors.kubernetes_executor", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.executors.kubernetes_executor:AirflowKubernetesScheduler",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:AirflowKubernetesScheduler",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:KubeConfig",
        (Place("airflow.providers.cncf.kubernetes.kube_config:KubeConfig", "provider", (7, 4, 0)),),
        removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:KubernetesExecutor",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:KubernetesJobWatcher",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:KubernetesJobWatcher",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:PodGenerator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.executors.kubernetes_executor:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.executors.kubernetes_executor:annotations_to_key",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:annotations_to_key",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:get_base_pod_from_template",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:get_base_pod_from_template",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.executors.kubernetes_executor:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_types",
        (Place("airflow.providers.cncf.kubernetes.executors.kubernetes_executor_types", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_types:ALL_NAMESPACES",
        (Place("airflow.providers.cncf.kubernetes.executors.kubernetes_executor_types:ALL_NAMESPACES", "provider"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_types:POD_EXECUTOR_DONE_KEY",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_types:POD_EXECUTOR_DONE_KEY",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_utils:AirflowKubernetesScheduler",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:AirflowKubernetesScheduler",
                "provider",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_utils:KubernetesJobWatcher",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:KubernetesJobWatcher",
                "provider",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.kubernetes_executor_utils:ResourceVersion",
        (Place("airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:ResourceVersion", "provider"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.local_kubernetes_executor",
        (Place("airflow.providers.cncf.kubernetes.executors.local_kubernetes_executor", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.local_kubernetes_executor:KubernetesExecutor",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.executors.local_kubernetes_executor:LocalKubernetesExecutor",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.local_kubernetes_executor:LocalKubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.hooks.S3_hook:S3Hook",
        (Place("airflow.providers.amazon.aws.hooks.s3:S3Hook", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.S3_hook:provide_bucket_name",
        (Place("airflow.providers.amazon.aws.hooks.s3:provide_bucket_name", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move("airflow.hooks.base", (Place("airflow.sdk", "airflow", (3, 1)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.hooks.base:BaseHook",
        (Place("airflow.sdk.bases.hook:BaseHook", "airflow", (3, 1)), Place("airflow.sdk:BaseHook", "airflow", (3, 1))),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.hooks.base_hook", (Place("airflow.sdk", "airflow", (3, 1)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.base_hook:BaseHook",
        (
            Place("airflow.hooks.base:BaseHook", "airflow", (2, 0)),
            Place("airflow.sdk.bases.hook:BaseHook", "airflow", (3, 1)),
            Place("airflow.sdk:BaseHook", "airflow", (3, 1)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.dbapi", (Place("airflow.providers.common.sql.hooks.sql", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.dbapi:DbApiHook",
        (Place("airflow.providers.common.sql.hooks.sql:DbApiHook", "airflow", (2, 4)),), deprecated=airflow(2, 4),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.dbapi_hook", (Place("airflow.providers.common.sql.hooks.sql", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.dbapi_hook:DbApiHook",
        (
            Place("airflow.hooks.dbapi:DbApiHook", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.common.sql.hooks.sql:DbApiHook", "airflow", (2, 4)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.docker_hook:DockerHook",
        (Place("airflow.providers.docker.hooks.docker:DockerHook", "apache-airflow-providers-docker"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.druid_hook:DruidDbApiHook",
        (Place("airflow.providers.apache.druid.hooks.druid:DruidDbApiHook", "apache-airflow-providers-apache-druid"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.druid_hook:DruidHook",
        (Place("airflow.providers.apache.druid.hooks.druid:DruidHook", "apache-airflow-providers-apache-druid"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.filesystem", (Place("airflow.providers.standard.hooks.filesystem", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.filesystem:FSHook",
        (Place("airflow.providers.standard.hooks.filesystem:FSHook", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.hive_hooks:HIVE_QUEUE_PRIORITIES",
        (
            Place(
                "airflow.providers.apache.hive.hooks.hive:HIVE_QUEUE_PRIORITIES",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.hive_hooks:HiveCliHook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveCliHook", "apache-airflow-providers-apache-hive"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.hive_hooks:HiveMetastoreHook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveMetastoreHook", "apache-airflow-providers-apache-hive"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.hive_hooks:HiveServer2Hook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveServer2Hook", "apache-airflow-providers-apache-hive"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.http_hook:HttpHook",
        (Place("airflow.providers.http.hooks.http:HttpHook", "apache-airflow-providers-http"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.jdbc_hook:JdbcHook",
        (Place("airflow.providers.jdbc.hooks.jdbc:JdbcHook", "apache-airflow-providers-jdbc"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.jdbc_hook:jaydebeapi",
        (Place("airflow.providers.jdbc.hooks.jdbc:jaydebeapi", "apache-airflow-providers-jdbc"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.mssql_hook:MsSqlHook",
        (Place("airflow.providers.microsoft.mssql.hooks.mssql:MsSqlHook", "apache-airflow-providers-microsoft-mssql"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.mysql_hook:MySqlHook",
        (Place("airflow.providers.mysql.hooks.mysql:MySqlHook", "apache-airflow-providers-mysql"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.oracle_hook:OracleHook",
        (Place("airflow.providers.oracle.hooks.oracle:OracleHook", "apache-airflow-providers-oracle"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.package_index", (Place("airflow.providers.standard.hooks.package_index", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.package_index:PackageIndexHook",
        (Place("airflow.providers.standard.hooks.package_index:PackageIndexHook", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.pig_hook:PigCliHook",
        (Place("airflow.providers.apache.pig.hooks.pig:PigCliHook", "apache-airflow-providers-apache-pig"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.postgres_hook:PostgresHook",
        (Place("airflow.providers.postgres.hooks.postgres:PostgresHook", "apache-airflow-providers-postgres"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.presto_hook:PrestoHook",
        (Place("airflow.providers.presto.hooks.presto:PrestoHook", "apache-airflow-providers-presto"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.samba_hook:SambaHook",
        (Place("airflow.providers.samba.hooks.samba:SambaHook", "apache-airflow-providers-samba"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.slack_hook:SlackHook",
        (Place("airflow.providers.slack.hooks.slack:SlackHook", "apache-airflow-providers-slack"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.sqlite_hook:SqliteHook",
        (Place("airflow.providers.sqlite.hooks.sqlite:SqliteHook", "apache-airflow-providers-sqlite"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.subprocess", (Place("airflow.providers.standard.hooks.subprocess", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.subprocess:SubprocessHook",
        (Place("airflow.providers.standard.hooks.subprocess:SubprocessHook", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.hooks.webhdfs_hook:WebHDFSHook",
        (Place("airflow.providers.apache.hdfs.hooks.webhdfs:WebHDFSHook", "apache-airflow-providers-apache-hdfs"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks.zendesk_hook:ZendeskHook",
        (Place("airflow.providers.zendesk.hooks.zendesk:ZendeskHook", "apache-airflow-providers-zendesk"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.hooks:BaseHook",
        (
            Place("airflow.hooks.base:BaseHook", "airflow", (2, 0)),
            Place("airflow.sdk.bases.hook:BaseHook", "airflow", (3, 1)),
            Place("airflow.sdk:BaseHook", "airflow", (3, 1)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:DbApiHook",
        (
            Place("airflow.hooks.dbapi:DbApiHook", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.common.sql.hooks.sql:DbApiHook", "airflow", (2, 4)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:DruidDbApiHook",
        (Place("airflow.providers.apache.druid.hooks.druid:DruidDbApiHook", "apache-airflow-providers-apache-druid"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:DruidHook",
        (Place("airflow.providers.apache.druid.hooks.druid:DruidHook", "apache-airflow-providers-apache-druid"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:HiveCliHook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveCliHook", "apache-airflow-providers-apache-hive"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:HiveMetastoreHook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveMetastoreHook", "apache-airflow-providers-apache-hive"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:HiveServer2Hook",
        (Place("airflow.providers.apache.hive.hooks.hive:HiveServer2Hook", "apache-airflow-providers-apache-hive"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:HttpHook",
        (Place("airflow.providers.http.hooks.http:HttpHook", "apache-airflow-providers-http"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:JdbcHook",
        (Place("airflow.providers.jdbc.hooks.jdbc:JdbcHook", "apache-airflow-providers-jdbc"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:MsSqlHook",
        (Place("airflow.providers.microsoft.mssql.hooks.mssql:MsSqlHook", "apache-airflow-providers-microsoft-mssql"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:MySqlHook",
        (Place("airflow.providers.mysql.hooks.mysql:MySqlHook", "apache-airflow-providers-mysql"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:OracleHook",
        (Place("airflow.providers.oracle.hooks.oracle:OracleHook", "apache-airflow-providers-oracle"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:PigCliHook",
        (Place("airflow.providers.apache.pig.hooks.pig:PigCliHook", "apache-airflow-providers-apache-pig"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:PostgresHook",
        (Place("airflow.providers.postgres.hooks.postgres:PostgresHook", "apache-airflow-providers-postgres"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:PrestoHook",
        (Place("airflow.providers.presto.hooks.presto:PrestoHook", "apache-airflow-providers-presto"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:S3Hook",
        (Place("airflow.providers.amazon.aws.hooks.s3:S3Hook", "apache-airflow-providers-amazon"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:SambaHook",
        (Place("airflow.providers.samba.hooks.samba:SambaHook", "apache-airflow-providers-samba"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:SlackHook",
        (Place("airflow.providers.slack.hooks.slack:SlackHook", "apache-airflow-providers-slack"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:SqliteHook",
        (Place("airflow.providers.sqlite.hooks.sqlite:SqliteHook", "apache-airflow-providers-sqlite"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:WebHDFSHook",
        (Place("airflow.providers.apache.hdfs.hooks.webhdfs:WebHDFSHook", "apache-airflow-providers-apache-hdfs"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.hooks:ZendeskHook",
        (Place("airflow.providers.zendesk.hooks.zendesk:ZendeskHook", "apache-airflow-providers-zendesk"),),
        removed=(airflow(2, 0),),
    ),
    Move("airflow.io.path", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.io.path:ObjectStoragePath", (Place("airflow.sdk:ObjectStoragePath", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.kubernetes", removed=(airflow(3, 0),),
        advice="the cncf.kubernetes provider has what is left of that package",
    ),
    Move(
        "airflow.kubernetes.k8s_model", (Place("airflow.providers.cncf.kubernetes.k8s_model", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.k8s_model:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.k8s_model:append_to_pod",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:append_to_pod", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client", "provider", (7, 4, 0)),), deprecated=airflow(2, 7),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kube_client:_disable_verify_ssl",
        (Place("airflow.providers.cncf.kubernetes.kube_client:_disable_verify_ssl", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kube_client:_enable_tcp_keepalive",
        (Place("airflow.providers.cncf.kubernetes.kube_client:_enable_tcp_keepalive", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kube_client:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kube_config",
        (Place("airflow.providers.cncf.kubernetes.kube_config", "provider", (7, 4, 0)),), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.kubernetes.kube_config:KubeConfig",
        (Place("airflow.providers.cncf.kubernetes.kube_config:KubeConfig", "provider", (7, 4, 0)),),
        removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions",
        (Place("airflow.providers.cncf.kubernetes.kubernetes_helper_functions", "provider", (8, 0, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:add_pod_suffix",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_pod_suffix",
                "provider", (7, 4, 0), (10, 0, 0),
            ),
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_unique_suffix",
                "provider", (8, 0, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(2, 7),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:annotations_for_logging_task_metadata",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:annotations_for_logging_task_metadata",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(2, 7),),
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:annotations_to_key",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:annotations_to_key",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_pod_id",
                "provider", (7, 4, 0), (10, 0, 0),
            ),
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(provider(10, 0, 0), airflow(3, 0)),
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:get_logs_task_metadata",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:get_logs_task_metadata",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.kubernetes_helper_functions:rand_str",
        (Place("airflow.providers.cncf.kubernetes.kubernetes_helper_functions:rand_str", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod", (Place("kubernetes.client.models", "client"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod:Port", (Place("kubernetes.client.models:V1ContainerPort", "client"),),
        deprecated=airflow(2, 0), removed=(provider(5, 0, 0), airflow(3, 0)), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.kubernetes.pod:Resources", (Place("kubernetes.client.models:V1ResourceRequirements", "client"),),
        deprecated=airflow(2, 0), removed=(provider(5, 0, 0), airflow(3, 0)), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.kubernetes.pod_generator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator", "provider", (7, 4, 0)),), deprecated=airflow(2, 7),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator:PodDefaults",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator:PodGenerator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator:PodGeneratorDeprecated",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator_deprecated:PodGenerator",
                "provider", (7, 4, 0), (10, 3, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator:add_pod_suffix",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_pod_suffix",
                "provider", (7, 4, 0), (10, 0, 0),
            ),
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_unique_suffix",
                "provider", (8, 0, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_generator:datetime_to_label_safe_datestring",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator:datetime_to_label_safe_datestring",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_generator:extend_object_field",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:extend_object_field", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_generator:label_safe_datestring_to_datetime",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator:label_safe_datestring_to_datetime",
                "provider", (7, 4, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_generator:make_safe_label_value",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:make_safe_label_value", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_generator:merge_objects",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:merge_objects", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_generator:rand_str",
        (Place("airflow.providers.cncf.kubernetes.kubernetes_helper_functions:rand_str", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator_deprecated",
        (Place("airflow.providers.cncf.kubernetes.pod_generator_deprecated", "provider", (7, 4, 0), (10, 3, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator_deprecated:PodDefaults",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator_deprecated:PodDefaults",
                "provider", (7, 4, 0), (10, 3, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator_deprecated:PodGenerator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator_deprecated:PodGenerator",
                "provider", (7, 4, 0), (10, 3, 0),
            ),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_generator_deprecated:make_safe_label_value",
        (
            Place(
                "airflow.providers.cncf.kubernetes.pod_generator_deprecated:make_safe_label_value",
                "provider", (7, 4, 0), (10, 3, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.pod_generator:make_safe_label_value", "provider", (7, 4, 0)),
        ), deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_launcher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_launcher:PodGenerator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_launcher:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(airflow(2, 7),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_launcher:PodStatus",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(airflow(2, 7),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_launcher:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_launcher_deprecated",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.pod_launcher_deprecated:PodDefaults",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0), provider(10, 3, 0)),
    ),
    Move(
        "airflow.kubernetes.pod_launcher_deprecated:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(provider(10, 0, 0), airflow(3, 0)), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_launcher_deprecated:PodStatus",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (3, 0, 0)),),
        deprecated=airflow(2, 1), removed=(provider(10, 0, 0), airflow(3, 0)), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_launcher_deprecated:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_runtime_info_env", (Place("kubernetes.client.models", "client"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.pod_runtime_info_env:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.pod_runtime_info_env:PodRuntimeInfoEnv",
        (Place("kubernetes.client.models:V1EnvVar", "client"),), deprecated=airflow(2, 0),
        removed=(provider(5, 0, 0), airflow(3, 0)), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.kubernetes.refresh_config:RefreshConfiguration", removed=(airflow(2, 3),), change=Change.ARGUMENTS,
        advice="the provider's hooks refresh credentials by themselves",
    ),
    Move(
        "airflow.kubernetes.secret", (Place("airflow.providers.cncf.kubernetes.secret", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.secret:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        deprecated=airflow(2, 7), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.secret:Secret",
        (Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),), deprecated=airflow(2, 7),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.volume", (Place("kubernetes.client.models", "client"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.volume:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.volume:Volume", (Place("kubernetes.client.models:V1Volume", "client"),),
        deprecated=airflow(2, 0), removed=(provider(5, 0, 0), airflow(3, 0)), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.kubernetes.volume_mount", (Place("kubernetes.client.models", "client"),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.kubernetes.volume_mount:K8SModel",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:K8SModel", "provider", (7, 4, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.kubernetes.volume_mount:VolumeMount", (Place("kubernetes.client.models:V1VolumeMount", "client"),),
        deprecated=airflow(2, 0), removed=(provider(5, 0, 0), airflow(3, 0)), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.kubernetes.worker_configuration:PodGenerator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),),
        removed=(airflow(2, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.kubernetes.worker_configuration:Secret",
        (Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.kubernetes.worker_configuration:WorkerConfiguration", removed=(airflow(2, 0),),
        change=Change.ARGUMENTS, advice="describe the pod in a pod template file and a `pod_override`",
    ),
    Move(
        "airflow.kubernetes.worker_configuration:append_to_pod",
        (Place("airflow.providers.cncf.kubernetes.k8s_model:append_to_pod", "provider", (7, 4, 0)),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.macros.hive:closest_ds_partition",
        (
            Place(
                "airflow.providers.apache.hive.macros.hive:closest_ds_partition",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.macros.hive:max_partition",
        (Place("airflow.providers.apache.hive.macros.hive:max_partition", "apache-airflow-providers-apache-hive"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.macros:ds_add", (Place("airflow.sdk.execution_time.macros:ds_add", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.macros:ds_format", (Place("airflow.sdk.execution_time.macros:ds_format", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.models.baseoperator", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.models.baseoperator:BaseOperator", (Place("airflow.sdk:BaseOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.models.baseoperator:BaseOperatorLink", (Place("airflow.sdk:BaseOperatorLink", "airflow", (3, 0)),),
        deprecated=airflow(2, 8), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.models.baseoperator:chain", (Place("airflow.sdk:chain", "airflow", (3, 0)),), deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.models.baseoperator:chain_linear", (Place("airflow.sdk:chain_linear", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.models.baseoperator:cross_downstream", (Place("airflow.sdk:cross_downstream", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.models.baseoperatorlink", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 0)),
    Move(
        "airflow.models.baseoperatorlink:BaseOperatorLink", (Place("airflow.sdk:BaseOperatorLink", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move("airflow.models.connection", (Place("airflow.sdk", "airflow", (3, 0)),), change=Change.ARGUMENTS),
    Move(
        "airflow.models.connection:Connection", (Place("airflow.sdk:Connection", "airflow", (3, 0)),),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.models.dag", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move("airflow.models.dag:DAG", (Place("airflow.sdk:DAG", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move("airflow.models.dag:dag", (Place("airflow.sdk:dag", "airflow", (3, 0)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.models.dagbag", (Place("airflow.dag_processing.dagbag", "airflow", (3, 2)),), deprecated=airflow(3, 2),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.models.dagbag:DagBag", (Place("airflow.dag_processing.dagbag:DagBag", "airflow", (3, 2)),),
        deprecated=airflow(3, 2), change=Change.ARGUMENTS,
    ),
    Move("airflow.models.kubernetes", removed=(airflow(3, 0),), advice="the executor needs no such tables any more"),
    Move(
        "airflow.models.mappedoperator", (Place("airflow.sdk.definitions.mappedoperator", "airflow", (3, 0)),),
        removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.models.mappedoperator:MappedOperator",
        (Place("airflow.sdk.definitions.mappedoperator:MappedOperator", "airflow", (3, 0)),), removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.models.operator:Operator", deprecated=airflow(3, 1), removed=(airflow(3, 2),), change=Change.ARGUMENTS,
        advice="annotate with `BaseOperator | MappedOperator`",
    ),
    Move("airflow.models.param", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 0)),
    Move("airflow.models.param:Param", (Place("airflow.sdk:Param", "airflow", (3, 0)),), deprecated=airflow(3, 0)),
    Move(
        "airflow.models.param:ParamsDict",
        (
            Place("airflow.sdk.definitions.param:ParamsDict", "airflow", (3, 0)),
            Place("airflow.sdk:ParamsDict", "airflow", (3, 1)),
        ), deprecated=airflow(3, 0),
    ),
    Move("airflow.models.skipmixin", (Place("airflow.sdk", "airflow", (3, 2)),), deprecated=airflow(3, 2)),
    Move(
        "airflow.models.skipmixin:SkipMixin",
        (
            Place("airflow.sdk.bases.skipmixin:SkipMixin", "airflow", (3, 2)),
            Place("airflow.sdk:SkipMixin", "airflow", (3, 2)),
        ), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.models.taskmixin:TaskMixin", (Place("airflow.models.taskmixin:DependencyMixin", "airflow", (2, 3)),),
        removed=(airflow(3, 0),),
    ),
    Move("airflow.models.variable", (Place("airflow.sdk", "airflow", (3, 0)),), change=Change.ARGUMENTS),
    Move(
        "airflow.models.variable:Variable", (Place("airflow.sdk:Variable", "airflow", (3, 0)),),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.models.xcom:BaseXCom",
        (Place("airflow.sdk.bases.xcom:BaseXCom", "airflow", (3, 0)), Place("airflow.sdk:BaseXCom", "airflow", (3, 2))),
        deprecated=airflow(3, 2), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.models.xcom:XCom", (Place("airflow.sdk.execution_time.xcom:XCom", "airflow", (3, 0)),),
        deprecated=airflow(3, 2), change=Change.ARGUMENTS,
    ),
    Move("airflow.models.xcom_arg", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 2)),
    Move(
        "airflow.models.xcom_arg:XComArg", (Place("airflow.sdk:XComArg", "airflow", (3, 0)),), deprecated=airflow(3, 2),
    ),
    Move("airflow.models:BaseOperator", (Place("airflow.sdk:BaseOperator", "airflow", (3, 0)),)),
    Move("airflow.models:BaseOperatorLink", (Place("airflow.sdk:BaseOperatorLink", "airflow", (3, 0)),)),
    Move(
        "airflow.models:BaseXCom",
        (Place("airflow.sdk.bases.xcom:BaseXCom", "airflow", (3, 0)), Place("airflow.sdk:BaseXCom", "airflow", (3, 2))),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.models:Connection", (Place("airflow.sdk:Connection", "airflow", (3, 0)),), change=Change.ARGUMENTS),
    Move("airflow.models:DAG", (Place("airflow.sdk:DAG", "airflow", (3, 0)),)),
    Move(
        "airflow.models:DagBag",
        (
            Place("airflow.models.dagbag:DagBag", "airflow", (1, 10)),
            Place("airflow.dag_processing.dagbag:DagBag", "airflow", (3, 2)),
        ), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.models:ImportError", (Place("airflow.models.errors:ParseImportError", "airflow", (3, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.models:MappedOperator",
        (Place("airflow.sdk.definitions.mappedoperator:MappedOperator", "airflow", (3, 0)),),
    ),
    Move("airflow.models:Param", (Place("airflow.sdk:Param", "airflow", (3, 0)),)),
    Move(
        "airflow.models:SkipMixin",
        (
            Place("airflow.sdk.bases.skipmixin:SkipMixin", "airflow", (3, 2)),
            Place("airflow.sdk:SkipMixin", "airflow", (3, 2)),
        ),
    ),
    Move("airflow.models:SlaMiss", removed=(airflow(3, 0),), advice="Airflow 3 has no SLAs, so none is missed"),
    Move(
        "airflow.models:TaskFail", removed=(airflow(3, 0),),
        advice="there is no such table any more: ask the task instances",
    ),
    Move("airflow.models:Variable", (Place("airflow.sdk:Variable", "airflow", (3, 0)),), change=Change.ARGUMENTS),
    Move(
        "airflow.models:XCom", (Place("airflow.sdk.execution_time.xcom:XCom", "airflow", (3, 0)),),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.notifications.basenotifier", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 0)),
    Move(
        "airflow.notifications.basenotifier:BaseNotifier",
        (
            Place("airflow.sdk.bases.notifier:BaseNotifier", "airflow", (3, 0)),
            Place("airflow.sdk:BaseNotifier", "airflow", (3, 0)),
        ), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.bash", (Place("airflow.providers.standard.operators.bash", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.bash:BashOperator",
        (Place("airflow.providers.standard.operators.bash:BashOperator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.bash_operator", (Place("airflow.providers.standard.operators.bash", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.bash_operator:BashOperator",
        (
            Place("airflow.operators.bash:BashOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.bash:BashOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.branch", (Place("airflow.providers.standard.operators.branch", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.branch:BaseBranchOperator",
        (Place("airflow.providers.standard.operators.branch:BaseBranchOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.branch_operator", (Place("airflow.providers.standard.operators.branch", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.branch_operator:BaseBranchOperator",
        (
            Place("airflow.operators.branch:BaseBranchOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.branch:BaseBranchOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:CheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:IntervalCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLIntervalCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:SQLCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:SQLIntervalCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLIntervalCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:SQLThresholdCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLThresholdCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:SQLValueCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLValueCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:ThresholdCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLThresholdCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.check_operator:ValueCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLValueCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.dagrun_operator",
        (Place("airflow.providers.standard.operators.trigger_dagrun", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.dagrun_operator:TriggerDagRunOperator",
        (
            Place("airflow.operators.trigger_dagrun:TriggerDagRunOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.trigger_dagrun:TriggerDagRunOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.datetime", (Place("airflow.providers.standard.operators.datetime", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.datetime:BranchDateTimeOperator",
        (Place("airflow.providers.standard.operators.datetime:BranchDateTimeOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.docker_operator:DockerOperator",
        (Place("airflow.providers.docker.operators.docker:DockerOperator", "apache-airflow-providers-docker"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.druid_check_operator:DruidCheckOperator", deprecated=airflow(2, 0), removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.apache.druid.operators.druid_check.DruidCheckOperator`, its last place, is "
            "gone from the newest provider too"
        ),
    ),
    Move(
        "airflow.operators.dummy", (Place("airflow.providers.standard.operators.empty", "airflow", (3, 0)),),
        deprecated=airflow(2, 3), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.dummy:DummyOperator",
        (
            Place("airflow.operators.empty:EmptyOperator", "airflow", (2, 3)),
            Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 3), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.dummy:EmptyOperator",
        (
            Place("airflow.operators.empty:EmptyOperator", "airflow", (2, 3)),
            Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 3), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.dummy_operator", (Place("airflow.providers.standard.operators.empty", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.dummy_operator:DummyOperator",
        (
            Place("airflow.operators.empty:EmptyOperator", "airflow", (2, 3)),
            Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.dummy_operator:EmptyOperator",
        (
            Place("airflow.operators.empty:EmptyOperator", "airflow", (2, 3)),
            Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 3), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.email", (Place("airflow.providers.smtp.operators.smtp", "airflow", (3, 0)),),
        deprecated=airflow(3, 0), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.email:EmailOperator",
        (Place("airflow.providers.smtp.operators.smtp:EmailOperator", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.email_operator", (Place("airflow.providers.smtp.operators.smtp", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.email_operator:EmailOperator",
        (
            Place("airflow.operators.email:EmailOperator", "airflow", (2, 0)),
            Place("airflow.providers.smtp.operators.smtp:EmailOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.empty", (Place("airflow.providers.standard.operators.empty", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.empty:EmptyOperator",
        (Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.gcs_to_s3:GCSToS3Operator",
        (Place("airflow.providers.amazon.aws.transfers.gcs_to_s3:GCSToS3Operator", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.generic_transfer",
        (Place("airflow.providers.common.sql.operators.generic_transfer", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.generic_transfer:GenericTransfer",
        (Place("airflow.providers.common.sql.operators.generic_transfer:GenericTransfer", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.google_api_to_s3_transfer:GoogleApiToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.google_api_to_s3:GoogleApiToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.google_api_to_s3_transfer:GoogleApiToS3Transfer",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.google_api_to_s3:GoogleApiToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_operator:HiveOperator",
        (Place("airflow.providers.apache.hive.operators.hive:HiveOperator", "apache-airflow-providers-apache-hive"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_stats_operator:HiveStatsCollectionOperator",
        (
            Place(
                "airflow.providers.apache.hive.operators.hive_stats:HiveStatsCollectionOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_to_druid:HiveToDruidOperator",
        (
            Place(
                "airflow.providers.apache.druid.transfers.hive_to_druid:HiveToDruidOperator",
                "apache-airflow-providers-apache-druid",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_to_druid:HiveToDruidTransfer",
        (
            Place(
                "airflow.providers.apache.druid.transfers.hive_to_druid:HiveToDruidOperator",
                "apache-airflow-providers-apache-druid",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_to_mysql:HiveToMySqlOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.hive_to_mysql:HiveToMySqlOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_to_mysql:HiveToMySqlTransfer",
        (
            Place(
                "airflow.providers.apache.hive.transfers.hive_to_mysql:HiveToMySqlOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.hive_to_samba_operator:HiveToSambaOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.hive_to_samba:HiveToSambaOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.http_operator:SimpleHttpOperator",
        (Place("airflow.providers.http.operators.http:HttpOperator", "apache-airflow-providers-http"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.jdbc_operator:JdbcOperator",
        (Place("airflow.providers.jdbc.operators.jdbc:JdbcOperator", "apache-airflow-providers-jdbc"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.kubernetes_pod",
        (
            Place("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", "provider", (1, 0, 0), (10, 0, 0)),
            Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.operators.kubernetes_pod:KubernetesPodOperator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
                "provider", (1, 0, 0), (10, 0, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.operators.kubernetes_pod_operator",
        (
            Place("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", "provider", (1, 0, 0), (10, 0, 0)),
            Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.operators.kubernetes_pod_operator:KubernetesPodOperator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
                "provider", (1, 0, 0), (10, 0, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.operators.latest_only",
        (Place("airflow.providers.standard.operators.latest_only", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.latest_only:LatestOnlyOperator",
        (Place("airflow.providers.standard.operators.latest_only:LatestOnlyOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.latest_only_operator",
        (Place("airflow.providers.standard.operators.latest_only", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.latest_only_operator:LatestOnlyOperator",
        (
            Place("airflow.operators.latest_only:LatestOnlyOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.latest_only:LatestOnlyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.mssql_operator:MsSqlOperator",
        (
            Place(
                "airflow.providers.microsoft.mssql.operators.mssql:MsSqlOperator",
                "apache-airflow-providers-microsoft-mssql",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.mssql_to_hive:MsSqlToHiveOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.mssql_to_hive:MsSqlToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.mssql_to_hive:MsSqlToHiveTransfer",
        (
            Place(
                "airflow.providers.apache.hive.transfers.mssql_to_hive:MsSqlToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.mysql_operator:MySqlOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLExecuteQueryOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.SHAPE,
        advice="its connection is named `conn_id`",
    ),
    Move(
        "airflow.operators.mysql_to_hive:MySqlToHiveOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.mysql_to_hive:MySqlToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.mysql_to_hive:MySqlToHiveTransfer",
        (
            Place(
                "airflow.providers.apache.hive.transfers.mysql_to_hive:MySqlToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.oracle_operator:OracleOperator",
        (Place("airflow.providers.oracle.operators.oracle:OracleOperator", "apache-airflow-providers-oracle"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.papermill_operator:PapermillOperator",
        (
            Place(
                "airflow.providers.papermill.operators.papermill:PapermillOperator",
                "apache-airflow-providers-papermill",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.pig_operator:PigOperator",
        (Place("airflow.providers.apache.pig.operators.pig:PigOperator", "apache-airflow-providers-apache-pig"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.postgres_operator:Mapping", deprecated=airflow(2, 0), removed=(airflow(3, 0),),
        advice=(
            "`airflow.providers.postgres.operators.postgres.Mapping`, its last place, is gone from the newest "
            "provider too"
        ),
    ),
    Move(
        "airflow.operators.postgres_operator:PostgresOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLExecuteQueryOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.SHAPE,
        advice="its connection is named `conn_id`",
    ),
    Move(
        "airflow.operators.presto_check_operator:PrestoCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_check_operator:PrestoIntervalCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLIntervalCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_check_operator:PrestoValueCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLValueCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_check_operator:SQLCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_check_operator:SQLIntervalCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLIntervalCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_check_operator:SQLValueCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLValueCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_to_mysql:PrestoToMySqlOperator",
        (
            Place(
                "airflow.providers.mysql.transfers.presto_to_mysql:PrestoToMySqlOperator",
                "apache-airflow-providers-mysql",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.presto_to_mysql:PrestoToMySqlTransfer",
        (
            Place(
                "airflow.providers.mysql.transfers.presto_to_mysql:PrestoToMySqlOperator",
                "apache-airflow-providers-mysql",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.python:BranchExternalPythonOperator",
        (Place("airflow.providers.standard.operators.python:BranchExternalPythonOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:BranchPythonOperator",
        (Place("airflow.providers.standard.operators.python:BranchPythonOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:BranchPythonVirtualenvOperator",
        (Place("airflow.providers.standard.operators.python:BranchPythonVirtualenvOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:ExternalPythonOperator",
        (Place("airflow.providers.standard.operators.python:ExternalPythonOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:PythonOperator",
        (Place("airflow.providers.standard.operators.python:PythonOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:PythonVirtualenvOperator",
        (Place("airflow.providers.standard.operators.python:PythonVirtualenvOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:ShortCircuitOperator",
        (Place("airflow.providers.standard.operators.python:ShortCircuitOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.python:get_current_context", (Place("airflow.sdk:get_current_context", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move("airflow.operators.python:task", (Place("airflow.sdk:task", "airflow", (3, 0)),), removed=(airflow(3, 0),)),
    Move(
        "airflow.operators.python_operator", (Place("airflow.providers.standard.operators.python", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.python_operator:BranchPythonOperator",
        (
            Place("airflow.operators.python:BranchPythonOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:BranchPythonOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.python_operator:PythonOperator",
        (
            Place("airflow.operators.python:PythonOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:PythonOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.python_operator:PythonVirtualenvOperator",
        (
            Place("airflow.operators.python:PythonVirtualenvOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:PythonVirtualenvOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.python_operator:ShortCircuitOperator",
        (
            Place("airflow.operators.python:ShortCircuitOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:ShortCircuitOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.redshift_to_s3_operator:RedshiftToS3Operator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.redshift_to_s3:RedshiftToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.redshift_to_s3_operator:RedshiftToS3Transfer",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.redshift_to_s3:RedshiftToS3Operator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.s3_file_transform_operator:S3FileTransformOperator",
        (
            Place(
                "airflow.providers.amazon.aws.operators.s3:S3FileTransformOperator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.s3_to_hive_operator:S3ToHiveOperator",
        (
            Place(
                "airflow.providers.apache.hive.transfers.s3_to_hive:S3ToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.s3_to_hive_operator:S3ToHiveTransfer",
        (
            Place(
                "airflow.providers.apache.hive.transfers.s3_to_hive:S3ToHiveOperator",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.s3_to_redshift_operator:S3ToRedshiftOperator",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.s3_to_redshift:S3ToRedshiftOperator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.s3_to_redshift_operator:S3ToRedshiftTransfer",
        (
            Place(
                "airflow.providers.amazon.aws.transfers.s3_to_redshift:S3ToRedshiftOperator",
                "apache-airflow-providers-amazon",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move("airflow.operators.sensors", removed=(airflow(2, 0),), advice="each sensor has a module of its own"),
    Move(
        "airflow.operators.sensors:BaseSensorOperator",
        (
            Place("airflow.sensors.base:BaseSensorOperator", "airflow", (2, 0)),
            Place("airflow.sdk:BaseSensorOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:ExternalTaskSensor",
        (
            Place("airflow.sensors.external_task:ExternalTaskSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.external_task:ExternalTaskSensor", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:HivePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.hive_partition:HivePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:HttpSensor",
        (Place("airflow.providers.http.sensors.http:HttpSensor", "apache-airflow-providers-http"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:MetastorePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.metastore_partition:MetastorePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:S3KeySensor",
        (Place("airflow.providers.amazon.aws.sensors.s3:S3KeySensor", "apache-airflow-providers-amazon"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:SqlSensor",
        (
            Place("airflow.sensors.sql:SqlSensor", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.common.sql.sensors.sql:SqlSensor", "airflow", (2, 4)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:TimeDeltaSensor",
        (
            Place("airflow.sensors.time_delta:TimeDeltaSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.time_delta:TimeDeltaSensor", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:TimeSensor",
        (Place("airflow.providers.standard.sensors.time:TimeSensor", "airflow", (3, 0)),), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.sensors:WebHdfsSensor",
        (
            Place(
                "airflow.providers.apache.hdfs.sensors.web_hdfs:WebHdfsSensor",
                "apache-airflow-providers-apache-hdfs",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators.slack_operator:SlackAPIOperator",
        (Place("airflow.providers.slack.operators.slack:SlackAPIOperator", "apache-airflow-providers-slack"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.slack_operator:SlackAPIPostOperator",
        (Place("airflow.providers.slack.operators.slack:SlackAPIPostOperator", "apache-airflow-providers-slack"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.smooth", (Place("airflow.providers.standard.operators.smooth", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.smooth:SmoothOperator",
        (Place("airflow.providers.standard.operators.smooth:SmoothOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.sql", (Place("airflow.providers.common.sql.operators.sql", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.sql:BaseSQLOperator",
        (Place("airflow.providers.common.sql.operators.sql:BaseSQLOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.sql:BranchSQLOperator",
        (Place("airflow.providers.common.sql.operators.sql:BranchSQLOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLColumnCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLColumnCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLIntervalCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLIntervalCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLTableCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLTableCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLThresholdCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLThresholdCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:SQLValueCheckOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLValueCheckOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql:parse_boolean",
        (Place("airflow.providers.common.sql.operators.sql:parse_boolean", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql_branch_operator:BranchSQLOperator",
        (Place("airflow.providers.common.sql.operators.sql:BranchSQLOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sql_branch_operator:BranchSqlOperator",
        (Place("airflow.providers.common.sql.operators.sql:BranchSQLOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.operators.sqlite_operator:SqliteOperator",
        (Place("airflow.providers.common.sql.operators.sql:SQLExecuteQueryOperator", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.SHAPE,
        advice="its connection is named `conn_id`",
    ),
    Move(
        "airflow.operators.subdag", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(2, 2),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.operators.subdag:SubDagOperator", (Place("airflow.sdk:TaskGroup", "airflow", (3, 0)),),
        deprecated=airflow(2, 2), removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.operators.subdag_operator", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.operators.subdag_operator:SubDagOperator", (Place("airflow.sdk:TaskGroup", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.operators.trigger_dagrun",
        (Place("airflow.providers.standard.operators.trigger_dagrun", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.trigger_dagrun:TriggerDagRunOperator",
        (Place("airflow.providers.standard.operators.trigger_dagrun:TriggerDagRunOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators.weekday", (Place("airflow.providers.standard.operators.weekday", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators.weekday:BranchDayOfWeekOperator",
        (Place("airflow.providers.standard.operators.weekday:BranchDayOfWeekOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.operators:BaseSensorOperator",
        (
            Place("airflow.sensors.base:BaseSensorOperator", "airflow", (2, 0)),
            Place("airflow.sdk:BaseSensorOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:BashOperator",
        (
            Place("airflow.operators.bash:BashOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.bash:BashOperator", "airflow", (3, 0)),
        ), deprecated=airflow(1, 10), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:BranchPythonOperator",
        (
            Place("airflow.operators.python:BranchPythonOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:BranchPythonOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:DummyOperator",
        (
            Place("airflow.operators.dummy:DummyOperator", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.standard.operators.empty:EmptyOperator", "airflow", (3, 0)),
        ), deprecated=airflow(1, 10), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:EmailOperator",
        (
            Place("airflow.operators.email:EmailOperator", "airflow", (2, 0)),
            Place("airflow.providers.smtp.operators.smtp:EmailOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators:ExternalTaskSensor",
        (
            Place("airflow.sensors.external_task:ExternalTaskSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.external_task:ExternalTaskSensor", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:HivePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.hive_partition:HivePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:HttpSensor",
        (Place("airflow.providers.http.sensors.http:HttpSensor", "apache-airflow-providers-http"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:LatestOnlyOperator",
        (
            Place("airflow.operators.latest_only:LatestOnlyOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.latest_only:LatestOnlyOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:MetastorePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.metastore_partition:MetastorePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:PythonOperator",
        (
            Place("airflow.operators.python:PythonOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:PythonOperator", "airflow", (3, 0)),
        ), deprecated=airflow(1, 10), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:S3KeySensor",
        (Place("airflow.providers.amazon.aws.sensors.s3:S3KeySensor", "apache-airflow-providers-amazon"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:ShortCircuitOperator",
        (
            Place("airflow.operators.python:ShortCircuitOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.python:ShortCircuitOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:SimpleHttpOperator",
        (Place("airflow.providers.http.operators.http:HttpOperator", "apache-airflow-providers-http"),),
        removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:SqlSensor",
        (
            Place("airflow.sensors.sql:SqlSensor", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.common.sql.sensors.sql:SqlSensor", "airflow", (2, 4)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:TimeDeltaSensor",
        (
            Place("airflow.sensors.time_delta:TimeDeltaSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.time_delta:TimeDeltaSensor", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:TimeSensor",
        (Place("airflow.providers.standard.sensors.time:TimeSensor", "airflow", (3, 0)),), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.operators:TriggerDagRunOperator",
        (
            Place("airflow.operators.trigger_dagrun:TriggerDagRunOperator", "airflow", (2, 0)),
            Place("airflow.providers.standard.operators.trigger_dagrun:TriggerDagRunOperator", "airflow", (3, 0)),
        ), removed=(airflow(2, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.operators:WebHdfsSensor",
        (
            Place(
                "airflow.providers.apache.hdfs.sensors.web_hdfs:WebHdfsSensor",
                "apache-airflow-providers-apache-hdfs",
            ),
        ), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:PodRuntimeInfoEnv",
        (Place("kubernetes.client.models:V1EnvVar", "client"),), removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:Port",
        (Place("kubernetes.client.models:V1ContainerPort", "client"),), removed=(provider(5, 0, 0),),
        change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:Resources",
        (Place("kubernetes.client.models:V1ResourceRequirements", "client"),), removed=(provider(5, 0, 0),),
        change=Change.SHAPE, advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:Volume",
        (Place("kubernetes.client.models:V1Volume", "client"),), removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:VolumeMount",
        (Place("kubernetes.client.models:V1VolumeMount", "client"),), removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_resources",
        removed=(provider(5, 0, 0),), change=Change.ARGUMENTS,
        advice="pass a `V1ResourceRequirements` as `container_resources`",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.pod", (Place("kubernetes.client.models", "client"),),
        deprecated=provider(4, 0, 0), removed=(provider(5, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.pod:Port",
        (Place("kubernetes.client.models:V1ContainerPort", "client"),), deprecated=provider(4, 0, 0),
        removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.pod:Resources",
        (Place("kubernetes.client.models:V1ResourceRequirements", "client"),), deprecated=provider(4, 0, 0),
        removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.pod_runtime_info_env",
        (Place("kubernetes.client.models", "client"),), deprecated=provider(4, 0, 0), removed=(provider(5, 0, 0),),
        change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.pod_runtime_info_env:PodRuntimeInfoEnv",
        (Place("kubernetes.client.models:V1EnvVar", "client"),), deprecated=provider(4, 0, 0),
        removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.volume", (Place("kubernetes.client.models", "client"),),
        deprecated=provider(1, 0, 0), removed=(provider(5, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.volume:Volume",
        (Place("kubernetes.client.models:V1Volume", "client"),), deprecated=provider(1, 0, 0),
        removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.volume_mount", (Place("kubernetes.client.models", "client"),),
        deprecated=provider(1, 0, 0), removed=(provider(5, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.backcompat.volume_mount:VolumeMount",
        (Place("kubernetes.client.models:V1VolumeMount", "client"),), deprecated=provider(1, 0, 0),
        removed=(provider(5, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KUBERNETES_EXECUTOR",
        removed=(provider(10, 4, 3),), advice="write `\"KubernetesExecutor\"`",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), removed=(provider(8, 3, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.executors.kubernetes_executor_utils:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(provider(10, 25, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.executors.local_kubernetes_executor:KubernetesExecutor",
        (
            Place(
                "airflow.providers.cncf.kubernetes.executors.kubernetes_executor:KubernetesExecutor",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 12, 4),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.hooks.kubernetes:should_retry_creation", removed=(provider(10, 11, 0),),
        advice="it was internal to the provider, and there is no replacement",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_pod_suffix",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_unique_suffix",
                "provider", (8, 0, 0),
            ),
        ), deprecated=provider(8, 3, 0), removed=(provider(10, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), deprecated=provider(8, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:should_retry_creation",
        removed=(provider(10, 11, 0),), advice="it was internal to the provider, and there is no replacement",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.job:PodNotFoundException",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodNotFoundException", "provider", (7, 4, 0)),),
        removed=(provider(10, 18, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod",
        (Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesHook",
        (Place("airflow.providers.cncf.kubernetes.hooks.kubernetes:KubernetesHook", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
        (Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodEventType",
        (Place("airflow.providers.cncf.kubernetes.operators.pod:PodEventType", "provider", (8, 1, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodGenerator",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:PodGenerator", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodLaunchFailedException",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodLaunchFailedException", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodManager",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodPhase",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodReattachFailure",
        (Place("airflow.providers.cncf.kubernetes.operators.pod:PodReattachFailure", "provider", (5, 3, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:PodRuntimeInfoEnv",
        (Place("kubernetes.client.models:V1EnvVar", "client"),), removed=(provider(10, 0, 0),), change=Change.SHAPE,
        advice="build the kubernetes model in its place, field by field",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:Secret",
        (Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_affinity",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_affinity",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_configmap",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_configmap",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_env_vars",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_env_vars",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_image_pull_secrets",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_image_pull_secrets",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_pod_runtime_info_env",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_pod_runtime_info_env",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_port",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_port",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_toleration",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_toleration",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_volume",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_volume",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:convert_volume_mount",
        (
            Place(
                "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters:convert_volume_mount",
                "provider", (7, 4, 0),
            ),
        ), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod_operator",
        (
            Place("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", "provider", (1, 0, 0), (10, 0, 0)),
            Place("airflow.providers.cncf.kubernetes.operators.pod", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod_operator:KubernetesPodOperator",
        (
            Place(
                "airflow.providers.cncf.kubernetes.operators.kubernetes_pod:KubernetesPodOperator",
                "provider", (1, 0, 0), (10, 0, 0),
            ),
            Place("airflow.providers.cncf.kubernetes.operators.pod:KubernetesPodOperator", "provider", (5, 3, 0)),
        ), removed=(airflow(),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.pod:PodOperatorHookProtocol",
        (Place("airflow.providers.cncf.kubernetes.hooks.kubernetes:PodOperatorHookProtocol", "provider", (10, 9, 0)),),
        removed=(provider(10, 9, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.pod:Secret",
        (Place("airflow.providers.cncf.kubernetes.secret:Secret", "provider", (7, 4, 0)),),
        removed=(provider(7, 10, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.pod:add_pod_suffix",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_unique_suffix",
                "provider", (8, 0, 0),
            ),
        ), removed=(provider(8, 1, 1),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.pod:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), removed=(provider(8, 1, 1),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.operators.resource:should_retry_creation", removed=(provider(10, 11, 0),),
        advice="it was internal to the provider, and there is no replacement",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator",
        (Place("airflow.providers.cncf.kubernetes.exceptions", "provider", (10, 3, 0)),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:PodDefaults",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),),
        removed=(provider(8, 2, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:PodDefaultsDeprecated",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),),
        removed=(provider(10, 0, 1),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:PodGeneratorDeprecated", removed=(provider(10, 0, 1),),
        advice="build a `V1Pod`",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:PodMutationHookException",
        (Place("airflow.providers.cncf.kubernetes.exceptions:PodMutationHookException", "provider", (10, 3, 0)),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:PodReconciliationError",
        (Place("airflow.providers.cncf.kubernetes.exceptions:PodReconciliationError", "provider", (10, 3, 0)),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:add_pod_suffix",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:add_unique_suffix",
                "provider", (8, 0, 0),
            ),
        ), removed=(provider(8, 3, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator:rand_str",
        (Place("airflow.providers.cncf.kubernetes.kubernetes_helper_functions:rand_str", "provider", (8, 0, 0)),),
        removed=(provider(10, 0, 1),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator_deprecated",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar", "provider", (1, 2, 0)),),
        deprecated=provider(7, 4, 0), removed=(provider(10, 3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator_deprecated:PodDefaults",
        (Place("airflow.providers.cncf.kubernetes.utils.xcom_sidecar:PodDefaults", "provider", (1, 2, 0)),),
        deprecated=provider(7, 4, 0), removed=(provider(10, 3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator_deprecated:PodGenerator", deprecated=provider(7, 4, 0),
        removed=(provider(10, 3, 0),), change=Change.ARGUMENTS, advice="build a `V1Pod`",
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_generator_deprecated:make_safe_label_value",
        (Place("airflow.providers.cncf.kubernetes.pod_generator:make_safe_label_value", "provider", (7, 4, 0)),),
        removed=(provider(10, 3, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_launcher_deprecated",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager", "provider", (3, 0, 0)),),
        deprecated=provider(7, 4, 0), removed=(provider(10, 0, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_launcher_deprecated:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (3, 0, 0)),),
        deprecated=provider(7, 4, 0), removed=(provider(10, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_launcher_deprecated:PodStatus",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (3, 0, 0)),),
        deprecated=provider(7, 4, 0), removed=(provider(10, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.pod_launcher_deprecated:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.template_rendering:create_pod_id",
        (
            Place(
                "airflow.providers.cncf.kubernetes.kubernetes_helper_functions:create_unique_id",
                "provider", (8, 0, 0),
            ),
        ), removed=(provider(8, 3, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.triggers.kubernetes_pod",
        (Place("airflow.providers.cncf.kubernetes.triggers.pod", "provider", (5, 3, 0)),), deprecated=provider(5, 3, 0),
        removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.triggers.kubernetes_pod:ContainerState",
        (Place("airflow.providers.cncf.kubernetes.triggers.pod:ContainerState", "provider", (5, 3, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.triggers.kubernetes_pod:KubernetesPodTrigger",
        (Place("airflow.providers.cncf.kubernetes.triggers.pod:KubernetesPodTrigger", "provider", (5, 3, 0)),),
        deprecated=provider(5, 3, 0), removed=(provider(10, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.k8s_hashlib_wrapper",
        (Place("airflow.utils.hashlib_wrapper", "airflow", (2, 6)),), removed=(provider(7, 11, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.k8s_hashlib_wrapper:md5",
        (Place("airflow.utils.hashlib_wrapper:md5", "airflow", (2, 6)),), removed=(provider(7, 11, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_launcher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager", "provider", (3, 0, 0)),),
        removed=(provider(3, 0, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_launcher:PodLauncher",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodManager", "provider", (3, 0, 0)),),
        removed=(provider(3, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_launcher:PodStatus",
        (Place("airflow.providers.cncf.kubernetes.utils.pod_manager:PodPhase", "provider", (3, 0, 0)),),
        removed=(provider(3, 0, 0),), change=Change.SHAPE,
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_launcher:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(provider(3, 0, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_manager:PodOperatorHookProtocol",
        (Place("airflow.providers.cncf.kubernetes.hooks.kubernetes:PodOperatorHookProtocol", "provider", (10, 9, 0)),),
        removed=(provider(10, 9, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_manager:container_is_succeeded",
        (Place("airflow.providers.cncf.kubernetes.utils.container:container_is_succeeded", "provider", (10, 9, 0)),),
        removed=(provider(10, 9, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_manager:get_container_termination_message",
        (
            Place(
                "airflow.providers.cncf.kubernetes.utils.container:get_container_termination_message",
                "provider", (10, 9, 0),
            ),
        ), removed=(provider(10, 9, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_manager:get_kube_client",
        (Place("airflow.providers.cncf.kubernetes.kube_client:get_kube_client", "provider", (7, 4, 0)),),
        removed=(provider(6, 1, 0),),
    ),
    Move(
        "airflow.providers.cncf.kubernetes.utils.pod_manager:should_retry_start_pod", removed=(provider(10, 11, 0),),
        advice="it was internal to the provider, and there is no replacement",
    ),
    Move(
        "airflow.sensors.base:BaseSensorOperator", (Place("airflow.sdk:BaseSensorOperator", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.sensors.base:PokeReturnValue", (Place("airflow.sdk:PokeReturnValue", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.sensors.base:poke_mode_only", (Place("airflow.sdk.bases.sensor:poke_mode_only", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.sensors.base_sensor_operator", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.base_sensor_operator:BaseSensorOperator",
        (
            Place("airflow.sensors.base:BaseSensorOperator", "airflow", (2, 0)),
            Place("airflow.sdk:BaseSensorOperator", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.bash", (Place("airflow.providers.standard.sensors.bash", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.bash:BashSensor",
        (Place("airflow.providers.standard.sensors.bash:BashSensor", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.date_time", (Place("airflow.providers.standard.sensors.date_time", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.date_time:DateTimeSensor",
        (Place("airflow.providers.standard.sensors.date_time:DateTimeSensor", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.date_time:DateTimeSensorAsync",
        (Place("airflow.providers.standard.sensors.date_time:DateTimeSensorAsync", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.date_time_sensor", (Place("airflow.providers.standard.sensors.date_time", "airflow", (3, 0)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.date_time_sensor:DateTimeSensor",
        (
            Place("airflow.sensors.date_time:DateTimeSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.date_time:DateTimeSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.external_task",
        (Place("airflow.providers.standard.sensors.external_task", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.sensors.external_task:ExternalDagLink",
        (Place("airflow.providers.standard.sensors.external_task:ExternalDagLink", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.external_task:ExternalTaskMarker",
        (Place("airflow.providers.standard.sensors.external_task:ExternalTaskMarker", "airflow", (3, 0)),),
        deprecated=airflow(3, 0), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.sensors.external_task:ExternalTaskSensor",
        (Place("airflow.providers.standard.sensors.external_task:ExternalTaskSensor", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.external_task:ExternalTaskSensorLink",
        (Place("airflow.providers.standard.sensors.external_task:ExternalDagLink", "airflow", (3, 0)),),
        removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.sensors.external_task_sensor",
        (Place("airflow.providers.standard.sensors.external_task", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.external_task_sensor:ExternalTaskMarker",
        (
            Place("airflow.sensors.external_task:ExternalTaskMarker", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.external_task:ExternalTaskMarker", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.sensors.external_task_sensor:ExternalTaskSensor",
        (
            Place("airflow.sensors.external_task:ExternalTaskSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.external_task:ExternalTaskSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.filesystem", (Place("airflow.providers.standard.sensors.filesystem", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.filesystem:FileSensor",
        (Place("airflow.providers.standard.sensors.filesystem:FileSensor", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.hive_partition_sensor:HivePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.hive_partition:HivePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.http_sensor:HttpSensor",
        (Place("airflow.providers.http.sensors.http:HttpSensor", "apache-airflow-providers-http"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.metastore_partition_sensor:MetastorePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.metastore_partition:MetastorePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.named_hive_partition_sensor:NamedHivePartitionSensor",
        (
            Place(
                "airflow.providers.apache.hive.sensors.named_hive_partition:NamedHivePartitionSensor",
                "apache-airflow-providers-apache-hive",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.python", (Place("airflow.providers.standard.sensors.python", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.python:PythonSensor",
        (Place("airflow.providers.standard.sensors.python:PythonSensor", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.s3_key_sensor:S3KeySensor",
        (Place("airflow.providers.amazon.aws.sensors.s3:S3KeySensor", "apache-airflow-providers-amazon"),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.sql", (Place("airflow.providers.common.sql.sensors.sql", "airflow", (2, 4)),),
        deprecated=airflow(2, 4), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.sql:SqlSensor",
        (Place("airflow.providers.common.sql.sensors.sql:SqlSensor", "airflow", (2, 4)),), deprecated=airflow(2, 4),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.sql_sensor", (Place("airflow.providers.common.sql.sensors.sql", "airflow", (2, 4)),),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.sql_sensor:SqlSensor",
        (
            Place("airflow.sensors.sql:SqlSensor", "airflow", (2, 0), (3, 0)),
            Place("airflow.providers.common.sql.sensors.sql:SqlSensor", "airflow", (2, 4)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.time_delta", (Place("airflow.providers.standard.sensors.time_delta", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.time_delta:TimeDeltaSensor",
        (Place("airflow.providers.standard.sensors.time_delta:TimeDeltaSensor", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.time_delta:TimeDeltaSensorAsync",
        (Place("airflow.providers.standard.sensors.time_delta:TimeDeltaSensorAsync", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.time_delta_sensor",
        (Place("airflow.providers.standard.sensors.time_delta", "airflow", (3, 0)),), deprecated=airflow(2, 0),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.time_delta_sensor:TimeDeltaSensor",
        (
            Place("airflow.sensors.time_delta:TimeDeltaSensor", "airflow", (2, 0)),
            Place("airflow.providers.standard.sensors.time_delta:TimeDeltaSensor", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.time_sensor", (Place("airflow.providers.standard.sensors.time", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.time_sensor:TimeSensor",
        (Place("airflow.providers.standard.sensors.time:TimeSensor", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.time_sensor:TimeSensorAsync",
        (Place("airflow.providers.standard.sensors.time:TimeSensorAsync", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.web_hdfs_sensor:WebHdfsSensor",
        (
            Place(
                "airflow.providers.apache.hdfs.sensors.web_hdfs:WebHdfsSensor",
                "apache-airflow-providers-apache-hdfs",
            ),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.sensors.weekday", (Place("airflow.providers.standard.sensors.weekday", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors.weekday:DayOfWeekSensor",
        (Place("airflow.providers.standard.sensors.weekday:DayOfWeekSensor", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.sensors:BaseSensorOperator",
        (
            Place("airflow.sensors.base:BaseSensorOperator", "airflow", (2, 0)),
            Place("airflow.sdk:BaseSensorOperator", "airflow", (3, 0)),
        ), deprecated=airflow(1, 10), removed=(airflow(2, 0),),
    ),
    Move(
        "airflow.stats:Stats", (Place("airflow.sdk.observability.stats:Stats", "airflow", (3, 2)),),
        deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.timetables.datasets", (Place("airflow.timetables.assets", "airflow", (3, 0)),),
        removed=(airflow(3, 2),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.timetables.datasets:DatasetOrTimeSchedule",
        (Place("airflow.timetables.assets:AssetOrTimeSchedule", "airflow", (3, 0)),), removed=(airflow(3, 2),),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.timetables.interval", (Place("airflow.sdk", "airflow", (3, 2)),), change=Change.ARGUMENTS),
    Move(
        "airflow.timetables.interval:CronDataIntervalTimetable",
        (Place("airflow.sdk:CronDataIntervalTimetable", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.timetables.interval:DeltaDataIntervalTimetable",
        (Place("airflow.sdk:DeltaDataIntervalTimetable", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.timetables.simple:DatasetTriggeredTimetable",
        (Place("airflow.timetables.simple:AssetTriggeredTimetable", "airflow", (3, 0)),), removed=(airflow(3, 0),),
    ),
    Move("airflow.timetables.trigger", (Place("airflow.sdk", "airflow", (3, 2)),), change=Change.ARGUMENTS),
    Move(
        "airflow.timetables.trigger:CronTriggerTimetable",
        (Place("airflow.sdk:CronTriggerTimetable", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.timetables.trigger:DeltaTriggerTimetable",
        (Place("airflow.sdk:DeltaTriggerTimetable", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.timetables.trigger:MultipleCronTriggerTimetable",
        (Place("airflow.sdk:MultipleCronTriggerTimetable", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.triggers.external_task",
        (Place("airflow.providers.standard.triggers.external_task", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.external_task:DagStateTrigger",
        (Place("airflow.providers.standard.triggers.external_task:DagStateTrigger", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.external_task:WorkflowTrigger",
        (Place("airflow.providers.standard.triggers.external_task:WorkflowTrigger", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.file", (Place("airflow.providers.standard.triggers.file", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.file:FileTrigger",
        (Place("airflow.providers.standard.triggers.file:FileTrigger", "airflow", (3, 0)),), deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.temporal", (Place("airflow.providers.standard.triggers.temporal", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.temporal:DateTimeTrigger",
        (Place("airflow.providers.standard.triggers.temporal:DateTimeTrigger", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move(
        "airflow.triggers.temporal:TimeDeltaTrigger",
        (Place("airflow.providers.standard.triggers.temporal:TimeDeltaTrigger", "airflow", (3, 0)),),
        deprecated=airflow(3, 0),
    ),
    Move("airflow.utils.context", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 2)),
    Move("airflow.utils.context:Context", (Place("airflow.sdk:Context", "airflow", (3, 0)),), deprecated=airflow(3, 2)),
    Move(
        "airflow.utils.dag_parsing_context", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.utils.dag_parsing_context:get_parsing_context",
        (Place("airflow.sdk:get_parsing_context", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        removed=(airflow(3, 2),),
    ),
    Move(
        "airflow.utils.dates:date_range", deprecated=airflow(2, 2), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="build the list with `pendulum.interval(start, end).range(...)`",
    ),
    Move(
        "airflow.utils.dates:days_ago", deprecated=airflow(2, 3), removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice=(
            "write a fixed start such as `pendulum.datetime(2024, 1, 1, tz=\"UTC\")`, or "
            "`pendulum.today(\"UTC\").add(days=-n)` to keep the moving one"
        ),
    ),
    Move(
        "airflow.utils.dates:infer_time_unit", removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="there is no replacement",
    ),
    Move(
        "airflow.utils.dates:parse_execution_date", removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="parse with `pendulum.parse(...)`",
    ),
    Move(
        "airflow.utils.dates:round_time", removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="round with pendulum, for example `value.start_of('hour')`",
    ),
    Move(
        "airflow.utils.dates:scale_time_units", removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="there is no replacement",
    ),
    Move("airflow.utils.db", (Place("airflow.utils.session", "airflow", (2, 0)),)),
    Move(
        "airflow.utils.db:create_session", (Place("airflow.utils.session:create_session", "airflow", (2, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move("airflow.utils.db:provide_session", (Place("airflow.utils.session:provide_session", "airflow", (2, 0)),)),
    Move(
        "airflow.utils.decorators:apply_defaults", deprecated=airflow(2, 1), removed=(airflow(3, 0),),
        change=Change.ARGUMENTS, advice="delete the decorator: operators apply default_args by themselves",
    ),
    Move("airflow.utils.edgemodifier", (Place("airflow.sdk", "airflow", (3, 0)),)),
    Move(
        "airflow.utils.edgemodifier:EdgeModifier", (Place("airflow.sdk:EdgeModifier", "airflow", (3, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move("airflow.utils.edgemodifier:Label", (Place("airflow.sdk:Label", "airflow", (3, 0)),)),
    Move("airflow.utils.file", (Place("tempfile", "python"),)),
    Move(
        "airflow.utils.file:TemporaryDirectory", (Place("tempfile:TemporaryDirectory", "python"),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.utils.file:mkdirs", removed=(airflow(3, 0),), change=Change.ARGUMENTS,
        advice="call `pathlib.Path(path).mkdir(mode=..., parents=True, exist_ok=True)`",
    ),
    Move("airflow.utils.helpers", (Place("airflow.sdk", "airflow", (3, 0)),), deprecated=airflow(2, 0)),
    Move(
        "airflow.utils.helpers:chain",
        (Place("airflow.models.baseoperator:chain", "airflow", (2, 0)), Place("airflow.sdk:chain", "airflow", (3, 0))),
        deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.utils.helpers:cross_downstream",
        (
            Place("airflow.models.baseoperator:cross_downstream", "airflow", (2, 0)),
            Place("airflow.sdk:cross_downstream", "airflow", (3, 0)),
        ), deprecated=airflow(2, 0), removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.utils.log.logging_mixin",
        (Place("airflow.sdk.definitions._internal.logging_mixin", "airflow", (3, 2)),), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.utils.log.logging_mixin:LoggingMixin",
        (Place("airflow.sdk.definitions._internal.logging_mixin:LoggingMixin", "airflow", (3, 2)),),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.utils.log.secrets_masker", (Place("airflow.sdk.log", "airflow", (3, 0)),), removed=(airflow(3, 0),)),
    Move(
        "airflow.utils.log.secrets_masker:mask_secret", (Place("airflow.sdk.log:mask_secret", "airflow", (3, 0)),),
        removed=(airflow(3, 0),),
    ),
    Move(
        "airflow.utils.module_loading:import_string", removed=(airflow(3, 2),), change=Change.ARGUMENTS,
        advice="use `importlib.import_module` and `getattr`",
    ),
    Move(
        "airflow.utils.operator_helpers", (Place("airflow.sdk.bases.decorator", "airflow", (3, 2)),),
        deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.utils.operator_helpers:determine_kwargs",
        (Place("airflow.sdk.bases.decorator:determine_kwargs", "airflow", (3, 2)),), deprecated=airflow(3, 2),
    ),
    Move(
        "airflow.utils.setup_teardown", (Place("airflow.sdk.definitions._internal.setup_teardown", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.utils.setup_teardown:SetupTeardownContext",
        (Place("airflow.sdk.definitions._internal.setup_teardown:SetupTeardownContext", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.utils.state:DagRunState", (Place("airflow.sdk:DagRunState", "airflow", (3, 1)),)),
    Move(
        "airflow.utils.state:State", (Place("airflow.utils.state:TaskInstanceState", "airflow", (2, 1)),),
        change=Change.ARGUMENTS,
    ),
    Move("airflow.utils.state:TaskInstanceState", (Place("airflow.sdk:TaskInstanceState", "airflow", (3, 1)),)),
    Move(
        "airflow.utils.task_group:MappedTaskGroup",
        (Place("airflow.sdk.definitions.taskgroup:MappedTaskGroup", "airflow", (3, 0)),), removed=(airflow(3, 1),),
    ),
    Move(
        "airflow.utils.task_group:TaskGroup", (Place("airflow.sdk:TaskGroup", "airflow", (3, 0)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.utils.timezone", (Place("airflow.sdk.timezone", "airflow", (3, 1)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.utils.timezone:datetime", (Place("airflow.sdk.timezone:datetime", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.utils.timezone:make_aware", deprecated=airflow(3, 1), removed=(airflow(3, 1),),
        change=Change.ARGUMENTS, advice="call `pendulum.instance(value, tz=...)` or `value.replace(tzinfo=...)`",
    ),
    Move(
        "airflow.utils.timezone:parse", (Place("airflow.sdk.timezone:parse", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.utils.timezone:utc", (Place("airflow.sdk.timezone:utc", "airflow", (3, 1)),), deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.utils.timezone:utcnow", (Place("airflow.sdk.timezone:utcnow", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.utils.trigger_rule", (Place("airflow.sdk", "airflow", (3, 1)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.utils.trigger_rule:TriggerRule", (Place("airflow.sdk:TriggerRule", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow.utils.types", (Place("airflow.sdk.definitions._internal.types", "airflow", (3, 0)),),
        deprecated=airflow(3, 2), change=Change.ARGUMENTS,
    ),
    Move(
        "airflow.utils.types:NOTSET", (Place("airflow.sdk.definitions._internal.types:NOTSET", "airflow", (3, 0)),),
        deprecated=airflow(3, 2), change=Change.ARGUMENTS,
    ),
    Move("airflow.utils.weight_rule", (Place("airflow.sdk", "airflow", (3, 1)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.utils.weight_rule:WeightRule", (Place("airflow.sdk:WeightRule", "airflow", (3, 1)),),
        deprecated=airflow(3, 1),
    ),
    Move("airflow.utils.xcom", (Place("airflow.models.xcom", "airflow", (1, 10)),), deprecated=airflow(3, 1)),
    Move(
        "airflow.utils.xcom:XCOM_RETURN_KEY", (Place("airflow.models.xcom:XCOM_RETURN_KEY", "airflow", (1, 10)),),
        deprecated=airflow(3, 1),
    ),
    Move(
        "airflow:AirflowException", (Place("airflow.exceptions:AirflowException", "airflow", (1, 10)),),
        deprecated=airflow(2, 8),
    ),
    Move("airflow:DAG", (Place("airflow.sdk:DAG", "airflow", (3, 0)),)),
    Move(
        "airflow:Dataset", (Place("airflow.sdk:Asset", "airflow", (3, 0)),), deprecated=airflow(3, 0),
        change=Change.ARGUMENTS,
    ),
    Move("airflow:PY310", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY311", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY312", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY36", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY37", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY38", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:PY39", removed=(airflow(3, 0),), advice="compare `sys.version_info`"),
    Move("airflow:XComArg", (Place("airflow.sdk:XComArg", "airflow", (3, 0)),)),
)
