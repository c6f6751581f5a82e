"""How long personal data are kept, what villagers are told about them, and how a person leaves."""
