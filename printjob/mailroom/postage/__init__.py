"""Postage (郵便料金): what each piece weighs, in which mail class it goes and what that costs, decided jointly for a whole posting."""
