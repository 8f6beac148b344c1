"""A questionnaire on paper: a page at the respondents' door, a PDF in the office. Knows no response."""
