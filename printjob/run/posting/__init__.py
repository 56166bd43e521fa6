"""What becomes of made mail (差出): counts, papers, the post office's acceptance, the dispatch record."""
