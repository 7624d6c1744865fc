"""Operations on values: no syntax, and no knowledge of libraries."""
