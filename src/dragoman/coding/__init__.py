"""From a reading and its cast to events, statements and assessments: visible rules over the parse."""
