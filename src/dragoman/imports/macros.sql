-- How a cell is read: without white space and quotes around it; what data sets write for nothing is null.
CREATE OR REPLACE TEMP MACRO plain(cell) AS
    CASE WHEN trim(cell) IN ('', '""', 'None', 'NULL', 'null', 'NA', 'nan', '---') THEN NULL
         WHEN starts_with(trim(cell), '"') AND ends_with(trim(cell), '"') AND length(trim(cell)) > 1
             THEN replace(trim(cell)[2:-2], '""', '"')
         ELSE trim(cell) END;
CREATE OR REPLACE TEMP MACRO parts(cell) AS
    [coalesce(plain(one), '') FOR one IN string_split(coalesce(plain(cell), ''), ';')];
CREATE OR REPLACE TEMP MACRO someone(country, name) AS
    {'country': country, 'name': CASE WHEN country IN ('', 'UNO', 'IGO', 'NGO', 'EUR') THEN name ELSE '' END};
CREATE OR REPLACE TEMP MACRO sided(countries, names) AS
    CASE WHEN len(countries) = len(names)
         THEN [someone(couple[1], couple[2]) FOR couple IN list_zip(countries, names)]
         ELSE list_concat([someone(one, '') FOR one IN countries], [someone('', one) FOR one IN names]) END;
CREATE OR REPLACE TEMP MACRO whole_day(cell) AS
    CASE WHEN regexp_full_match(cell, '[0-9]{8}') THEN TRY_STRPTIME(cell, '%Y%m%d')::DATE END;
