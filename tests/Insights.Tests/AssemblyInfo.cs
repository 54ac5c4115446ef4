using CoretimeDesk.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
