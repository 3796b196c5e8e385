"""How far has the social layer come: nobody, a pilot, those who face customers, everybody?"""
