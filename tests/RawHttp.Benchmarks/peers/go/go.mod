module heads

go 1.19
