using System.Net;
using System.Net.Sockets;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

public sealed class RunningTheDesk : IAsyncDisposable
{
    private readonly DeskUnderTest _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task It_goes_up_says_so_twice_and_goes_down_without_a_trace()
    {
        _desk.Describe(("identity", FreePort.Next(), ""), ("leads", FreePort.Next(), "    replicas: 2\n    env: [GREETING=hello]\n"));

        var (code, output) = await _desk.UpAsync("--no-sidecar");
        Assert.True(code == 0, output);
        var state = _desk.State;
        Assert.Equal(RunState.Ready, state.Phase);
        Assert.All(state.Services, service => Assert.Contains(service.Address, output));
        Assert.Contains("9.8.7", output);
        Assert.Equal(["postgres", "identity", "leads-1", "leads-2"], state.Processes.Select(process => process.Name));
        var secrets = Secrets.LoadOrMake(_desk.Workspace.SecretsFile);
        Assert.DoesNotContain(secrets.Administrator!.Password, output);

        var status = await _desk.StatusAsync();
        Assert.True(status["healthy"]!.GetValue<bool>(), status.ToString());
        Assert.Equal(42, status["parts"]!.AsArray().First(part => part!["name"]!.GetValue<string>() == "leads-2")!["outboxPending"]!.GetValue<int>());

        Assert.Equal("leads", await _desk.EnvironmentOfAsync("leads", "APP_ID"));
        Assert.Equal("hello", await _desk.EnvironmentOfAsync("leads", "GREETING"));
        Assert.Equal("Never", await _desk.EnvironmentOfAsync("leads", "Desk__Migrate"));
        Assert.Equal("desk_leads", new NpgsqlConnectionStringBuilder(await _desk.EnvironmentOfAsync("leads", "ConnectionStrings__Database")).Username);
        Assert.Equal("desk_keyring_reader", new NpgsqlConnectionStringBuilder(await _desk.EnvironmentOfAsync("leads", "ConnectionStrings__KeyRing")).Username);
        Assert.Equal("desk_keyring", new NpgsqlConnectionStringBuilder(await _desk.EnvironmentOfAsync("identity", "ConnectionStrings__KeyRing")).Username);
        Assert.Equal(secrets.Administrator.Password, await _desk.EnvironmentOfAsync("identity", "Identity__Bootstrap__Password"));
        Assert.Equal("", await _desk.EnvironmentOfAsync("leads", "Identity__Bootstrap__Password"));

        var (again, said) = await _desk.UpAsync("--no-sidecar");
        Assert.Equal(0, again);
        Assert.Contains($"already running (pid {state.Desk.Pid})", said);
        Assert.Contains(state.Services[0].Address, said);
        Assert.Equal(state.Processes, _desk.State.Processes);

        var (down, _) = await _desk.RunAsync("down");
        Assert.Equal(0, down);
        Assert.False(state.Desk.IsAlive);
        Assert.All(state.Processes, process => Assert.False(process.Identity.IsAlive, process.Name));
        Assert.False(File.Exists(_desk.Workspace.RunFile));
        Assert.Equal((1, "The desk is not running. Start it with './desk up'.\n"), await _desk.RunAsync("status"));
        Assert.Equal((0, "The desk is not running.\n"), await _desk.RunAsync("down"));
    }

    [Fact]
    public async Task What_is_killed_comes_back_and_status_tells_until_it_has()
    {
        _desk.Describe(("chainwatcher", FreePort.Next(), ""));
        var (code, output) = await _desk.UpAsync("--no-sidecar");
        Assert.True(code == 0, output);
        var before = _desk.State.Processes;
        string[] all = ["postgres", "replay-coretime", "replay-relay", "chainwatcher"];
        Assert.Equal(all, before.Select(process => process.Name));
        await _desk.OrderAsync("replay-coretime", "advanceTo", new { height = 20 });

        foreach (var process in before)
        {
            process.Identity.Signal(UnixSignal.Kill);
        }

        await DeskUnderTest.EventuallyAsync(
            () => Task.FromResult(_desk.State.Processes is { Count: 4 } now && now.All(process => process.Identity.IsAlive && !before.Contains(process))),
            "all four processes run anew");
        await DeskUnderTest.EventuallyAsync(async () => (await _desk.RunAsync("status")).ExitCode == 0, "healthy again");
        Assert.Equal(all.Order(), _desk.State.Processes.Select(process => process.Name).Order());
        var log = await File.ReadAllTextAsync(Path.Combine(_desk.Workspace.Logs, "desk.log"));
        Assert.Contains("chainwatcher was ended by signal 9; starts again", log);
        Assert.Contains("replay-relay was ended by signal 9; starts again", log);
        Assert.Contains("PostgreSQL has ended; starts again", log);

        // To whoever follows it, a chain that began anew would be one whose finality went back.
        Assert.InRange((int)(await _desk.OrderAsync("replay-coretime", "state"))["best"]!["number"]!, 20, 65);
    }

    [Fact]
    public async Task Nothing_outlives_a_desk_that_is_killed_and_the_next_one_starts_as_usual()
    {
        _desk.Describe(("chainwatcher", FreePort.Next(), "    env: [Watcher__Chains__1__Start=7]\n"));
        var (code, output) = await _desk.UpAsync("--no-sidecar");
        Assert.True(code == 0, output);
        Assert.Contains("replay-coretime: recorded blocks: ", output);
        var killed = _desk.State;
        Assert.Equal(4, killed.Processes.Count);
        var coretime = killed.Chains!.Nodes[0].Chains["replay-coretime"];
        Assert.Equal(
            ["replay-coretime", "Coretime", "coretime-paseo", "PAS", "10", "3", coretime, "replay-relay", "Relay", "paseo", "PAS", "10", "7"],
            await Task.WhenAll(new[] { "0__Name", "0__Kind", "0__SpecName", "0__Token", "0__Decimals", "0__Start", "0__Endpoints__0", "1__Name", "1__Kind", "1__SpecName", "1__Token", "1__Decimals", "1__Start" }
                .Select(setting => _desk.EnvironmentOfAsync("chainwatcher", $"Watcher__Chains__{setting}"))));

        killed.Desk.Signal(UnixSignal.Kill);
        foreach (var process in killed.Processes)
        {
            Assert.True(await process.Identity.WaitForExitAsync(TimeSpan.FromSeconds(15)), $"{process.Name} outlived the desk");
        }

        Assert.Equal(1, (await _desk.RunAsync("status")).ExitCode);
        var (again, said) = await _desk.UpAsync("--no-sidecar", "--chain", "none");
        Assert.True(again == 0, said);
        Assert.Contains("No chain is followed (--chain none).", said);
        Assert.NotEqual(killed.Desk, _desk.State.Desk);
        Assert.Equal(["postgres", "chainwatcher"], _desk.State.Processes.Select(process => process.Name));
        Assert.Equal("", await _desk.EnvironmentOfAsync("chainwatcher", "Watcher__Chains__0__Name"));
    }

    [Fact]
    public async Task The_database_is_kept_from_run_to_run_and_reset_asks_first()
    {
        _desk.Describe(("leads", FreePort.Next(), ""));
        Assert.Equal(0, (await _desk.UpAsync("--no-sidecar", "--empty")).ExitCode);
        var connectionString = await _desk.EnvironmentOfAsync("leads", "ConnectionStrings__Database");
        await using (var connection = new NpgsqlConnection(connectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await new NpgsqlCommand("insert into start default values", connection).ExecuteNonQueryAsync();
        }

        Assert.Null(Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Administrator);
        Assert.Equal(0, (await _desk.RunAsync("down")).ExitCode);
        Assert.Equal(0, (await _desk.UpAsync("--no-sidecar", "--empty")).ExitCode);
        var status = await _desk.StatusAsync();
        Assert.Equal(43, status["parts"]!.AsArray()[^1]!["outboxPending"]!.GetValue<int>());

        var (refused, said) = await _desk.RunAsync("reset");
        Assert.Equal(1, refused);
        Assert.Contains("--yes", said);
        Assert.True(Directory.Exists(Path.Combine(_desk.Workspace.State, "postgres")));

        Assert.Equal(0, (await _desk.RunAsync("reset", "--yes")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_desk.Workspace.State, "postgres")));
        Assert.False(File.Exists(_desk.Workspace.SecretsFile));
    }

    [Fact]
    public async Task A_server_of_ones_own_is_provisioned_used_and_left_running()
    {
        using var scratch = new ScratchFolder();
        await using var server = await PostgresCluster.StartAsync(new() { Folder = scratch.Path, AdminPassword = "own", Durable = false, ConnectionsMax = 50 });
        _desk.AdminConnectionString = server.AdminConnectionString;
        _desk.Describe(("leads", FreePort.Next(), ""));

        var (code, output) = await _desk.UpAsync("--no-sidecar");
        Assert.True(code == 0, output);
        Assert.Equal(server.Port, _desk.State.PostgresPort);
        Assert.Equal(["leads"], _desk.State.Processes.Select(process => process.Name));
        _desk.AdminConnectionString = null; // Status finds it without being told again.
        Assert.Equal(0, (await _desk.RunAsync("status")).ExitCode);
        Assert.Equal(0, (await _desk.RunAsync("down")).ExitCode);
        Assert.True(server.IsRunning);
        Assert.False(Directory.Exists(Path.Combine(_desk.Workspace.State, "postgres")));
    }

    [Fact]
    public async Task A_managed_server_is_provisioned_by_command_and_the_strings_it_writes_work()
    {
        using var scratch = new ScratchFolder();
        await using var server = await PostgresCluster.StartAsync(new() { Folder = scratch.Path, AdminPassword = "own", Durable = false, ConnectionsMax = 50 });
        _desk.Describe(("leads", FreePort.Next(), ""));

        // Without a database, as people write it; and twice, since passwords must stay.
        var admin = $"Host=127.0.0.1;Port={server.Port};Username={PostgresCluster.AdminName};Password=own";
        Assert.Equal(0, (await _desk.RunAsync("provision", "--admin", admin)).ExitCode);
        var file = Path.Combine(_desk.Workspace.State, "provisioned.json");
        var first = await File.ReadAllTextAsync(file);
        var (code, output) = await _desk.RunAsync("provision", "--admin", admin);
        Assert.True(code == 0, output);
        Assert.Equal(first, await File.ReadAllTextAsync(file));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var leads = System.Text.Json.Nodes.JsonNode.Parse(first)!["services"]!["leads"]!["database"]!.GetValue<string>();
        await using var connection = new NpgsqlConnection(leads + ";Pooling=false");
        await connection.OpenAsync();
        Assert.Equal("desk_leads leads", await new NpgsqlCommand("select current_user || ' ' || current_schema()", connection).ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_taken_port_is_told_with_its_holder_and_can_be_got_round()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        _desk.Describe(("leads", port, ""));

        var (code, output) = await _desk.UpAsync("--no-sidecar");
        Assert.Equal(1, code);
        Assert.Contains($"Port {port} of 'leads' is held by", output);
        Assert.Contains($"(pid {Environment.ProcessId})", output);
        Assert.Contains("--free-ports", output);
        Assert.False(File.Exists(_desk.Workspace.RunFile));

        var (other, said) = await _desk.UpAsync("--no-sidecar", "--free-ports");
        Assert.True(other == 0, said);
        Assert.NotEqual($"http://127.0.0.1:{port}", _desk.State.Services[0].Address);
    }

    [Fact]
    public async Task A_service_that_cannot_start_ends_the_start_with_its_own_words()
    {
        _desk.Describe(("identity", FreePort.Next(), ""), ("leads", FreePort.Next(), "    env: [FIXTURE_FAILS=no luck today]\n"));

        using var up = _desk.StartUp("--no-sidecar");
        var output = up.StandardOutput.ReadToEndAsync();
        var error = await up.StandardError.ReadToEndAsync();
        await up.WaitForExitAsync();

        Assert.Equal(1, up.ExitCode);
        Assert.Contains("'leads' ended 3 times before it was ready", error);
        Assert.Contains("cannot start: no luck today", error);
        Assert.Contains("leads ended with code 3; starts again in 0.25 s", await output);
        Assert.False(File.Exists(_desk.Workspace.RunFile));
        Assert.Null(PostgresCluster.ServerOf(Path.Combine(_desk.Workspace.State, "postgres", "data")));
    }

    [Fact]
    public async Task A_termination_signal_stops_a_foreground_desk_in_order()
    {
        _desk.Describe(("leads", FreePort.Next(), ""));
        using var up = _desk.StartUp("--no-sidecar");
        var lines = new List<string>();
        while (await up.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("Ctrl-C stops the desk", StringComparison.Ordinal))
            {
                break;
            }
        }

        var state = _desk.State;
        Assert.Contains(lines, line => line.StartsWith("leads    | fixture is listening", StringComparison.Ordinal));
        ProcessIdentity.Of(up.Id)!.Signal(UnixSignal.Terminate);
        var rest = await up.StandardOutput.ReadToEndAsync();
        await up.WaitForExitAsync();

        Assert.Equal(0, up.ExitCode);
        Assert.Contains("all stopped", rest);
        Assert.DoesNotContain("starts again", rest);
        Assert.All(state.Processes, process => Assert.False(process.Identity.IsAlive, process.Name));
    }
}
