"""Editors of settings: fields made from what is declared about them, forms of fields, tables of rows with a form beside."""
