"""Extract files (印刷用データ): declared formats, read into typed records and written back."""
