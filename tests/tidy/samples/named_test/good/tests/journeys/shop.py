def test_it_opens():
    pass
