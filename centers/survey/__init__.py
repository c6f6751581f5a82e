"""The survey of all centres by one workbook: four sheets, read whole before anything is written (B2, B58)."""
