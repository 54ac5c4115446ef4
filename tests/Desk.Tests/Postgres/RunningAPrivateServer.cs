using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.Desk.Tests.Postgres;

public sealed class RunningAPrivateServer : IDisposable
{
    private readonly ScratchFolder _scratch = new("with a space");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Committed_rows_survive_a_kill_of_a_durable_server()
    {
        await using var cluster = await PostgresCluster.StartAsync(Options("pg", durable: true));
        var before = cluster.Identity!;
        await RunAsync(cluster, "create table fact (n int primary key)");
        await using (var session = new NpgsqlConnection(cluster.AdminConnectionString))
        {
            await session.OpenAsync();
            for (var n = 0; n < 50; n++)
            {
                await new NpgsqlCommand($"insert into fact values ({n})", session).ExecuteNonQueryAsync();
            }

            // The session stays open, so that a live backend must go down with the server.
            await cluster.KillAsync();
        }

        Assert.False(cluster.IsRunning);
        Assert.False(before.IsAlive);
        await cluster.StartAsync();

        Assert.NotEqual(before, cluster.Identity);
        Assert.Equal(50L, await ScalarAsync(cluster, "select count(*) from fact"));
        Assert.Equal("on", await ScalarAsync(cluster, "show fsync"));
        Assert.Equal("on", await ScalarAsync(cluster, "show synchronous_commit"));
    }

    [Fact]
    public async Task A_folder_far_longer_than_a_socket_path_works()
    {
        var folder = _scratch[string.Join('/', Enumerable.Repeat("a rather long name", 9))];
        Assert.True(folder.Length > 150);
        await using var cluster = await PostgresCluster.StartAsync(Options(folder, durable: false));

        Assert.Equal(1, await ScalarAsync(cluster, "select 1"));
        Assert.Equal("", await ScalarAsync(cluster, "show unix_socket_directories"));
    }

    [Fact]
    public async Task A_stopped_cluster_starts_again_from_its_folder_with_its_password_and_no_other()
    {
        var options = Options("again", durable: false);
        await using (var first = await PostgresCluster.StartAsync(options))
        {
            await RunAsync(first, "create table kept as select 7 as n");
            await first.StopAsync();
        }

        var wrong = await Assert.ThrowsAsync<PostgresUnavailableException>(() => PostgresCluster.StartAsync(options with { AdminPassword = "another" }));
        Assert.Contains("another administrator password", wrong.Message);

        await using var second = await PostgresCluster.StartAsync(options);
        Assert.Equal(7, await ScalarAsync(second, "select n from kept"));
    }

    [Fact]
    public async Task Half_a_cluster_left_by_an_interruption_is_made_anew()
    {
        var folder = _scratch["half"];
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "being-made"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), "15");

        await using var cluster = await PostgresCluster.StartAsync(Options(folder, durable: false));
        Assert.Equal(1, await ScalarAsync(cluster, "select 1"));
    }

    [Fact]
    public async Task A_taken_port_is_refused_with_the_servers_own_words()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresCluster.StartAsync(Options("taken", durable: false) with { Port = port }));
        Assert.Contains($"port {port}", refused.Message);
        Assert.Contains("Address already in use", refused.Message);
    }

    [Fact]
    public async Task Servers_that_race_for_one_preferred_port_all_start_and_none_takes_another_for_itself()
    {
        var port = FreePort.Next();
        var clusters = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => PostgresCluster.StartAsync(
            Options($"racer {n}", durable: false) with { PreferredPort = port, AdminPassword = $"password {n}" })));
        try
        {
            Assert.Equal(3, clusters.Select(cluster => cluster.Port).Distinct().Count());
            foreach (var cluster in clusters)
            {
                Assert.Equal(cluster.DataFolder, await ScalarAsync(cluster, "show data_directory"));
            }
        }
        finally
        {
            await Task.WhenAll(clusters.Select(cluster => cluster.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task Without_any_installation_the_message_says_what_to_install()
    {
        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresCluster.StartAsync(Options("none", durable: false) with { Binaries = [] }));
        Assert.Contains("apt-get install postgresql", refused.Message);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_left_alone()
    {
        var folder = _scratch["old"];
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), "9\n");

        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(() => PostgresCluster.StartAsync(Options(folder, durable: false)));
        Assert.Contains("made by PostgreSQL 9", refused.Message);
        Assert.Equal("9\n", await File.ReadAllTextAsync(Path.Combine(folder, "data", "PG_VERSION")));
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.12 (Debian 15.12-0+deb12u2)", 15, "15.12")]
    [InlineData("postgres (PostgreSQL) 18beta1", 18, "18beta1")]
    public void A_version_line_is_read(string line, int major, string version) =>
        Assert.Equal((major, version), PostgresBinaries.ParseVersion(line));

    [Fact]
    public void Another_programs_version_line_is_not() => Assert.Null(PostgresBinaries.ParseVersion("psql 15.1"));

    [Fact]
    public void A_process_whose_name_holds_parentheses_and_spaces_is_read()
    {
        var stat = ProcStat.Parse("42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2");
        Assert.Equal(new(42, "a) b (c", 'S', 7, 987654), stat);
    }

    private ClusterOptions Options(string folder, bool durable) =>
        new() { Folder = Path.Combine(_scratch.Path, folder), AdminPassword = "it's a secret", Durable = durable, ConnectionsMax = 20 };

    private static async Task<object?> ScalarAsync(PostgresCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static Task<object?> RunAsync(PostgresCluster cluster, string sql) => ScalarAsync(cluster, sql);
}
