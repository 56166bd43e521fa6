"""Proofs (校正): pages shown with 見本 and void codes, alone or bound as a book."""
