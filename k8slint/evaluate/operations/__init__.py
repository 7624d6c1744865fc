"""Operations on values, without syntax and libraries."""
