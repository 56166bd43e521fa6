"""Sample deliveries (見本データ): invented people in real towns, the same bytes for the same arguments."""
