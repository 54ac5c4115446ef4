using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

public sealed class CallingTheLauncher : IAsyncLifetime
{
    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Help_names_every_command_from_any_folder_and_through_a_link()
    {
        using var scratch = new ScratchFolder("with a space");
        File.CreateSymbolicLink(scratch["desk"], Launcher.Path);

        var (code, output) = await ChildProcess.RunAsync(new(scratch["desk"], "--help") { WorkingDirectory = scratch.Path });

        Assert.True(code == 0, output);
        Assert.All(["up", "down", "status", "logs", "reset", "identity", "provision", "sidecar", "test", "version"], command => Assert.Matches($@"(?m)^  {command}\b", output));
    }

    [Fact]
    public async Task An_unknown_command_is_named_and_fails()
    {
        var (code, output) = await RunAsync("frobnicate");
        Assert.Equal(1, code);
        Assert.Contains("'frobnicate'", output);
    }

    [Fact]
    public async Task The_chain_lab_says_all_that_it_misses_before_anything_is_started()
    {
        using var scratch = new ScratchFolder();
        var (code, output) = await ChildProcess.RunAsync(new(Launcher.Path, "up", "--chain", "lab", "--detach", "--file", scratch["tye.yaml"])
        {
            Environment = new Dictionary<string, string?> { ["DESK_CHAIN_DATA"] = scratch["nowhere"] },
        });
        Assert.Equal(1, code);
        Assert.StartsWith("--chain lab: the chain lab cannot run here.", output, StringComparison.Ordinal);
        Assert.Contains($"there is no chain spec {scratch["nowhere/specs/coretime-paseo-local.raw.json.gz"]}: set DESK_CHAIN_DATA", output);
        Assert.Contains("Or use --chain replay", output);
        Assert.False(Directory.Exists(scratch[".desk"]));
    }

    [Fact]
    public async Task A_mistake_in_the_description_is_told_with_its_line()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["tye.yaml"], "services:\n  - nam: leads\n");
        var (code, output) = await RunAsync("up", "--file", scratch["tye.yaml"]);
        Assert.Equal(1, code);
        Assert.Equal("tye.yaml:2: services[0].nam: is unknown; known are name, project, bindings, env, replicas, args\n", output);
    }

    [Fact]
    public async Task Provisioning_can_be_printed_as_a_script_without_a_password()
    {
        var (code, output) = await RunAsync("provision", "--print-sql");
        Assert.Equal(0, code);
        Assert.Contains("create schema if not exists leads authorization desk_leads;", output);
        Assert.Contains("password :'desk_leads'", output);
        Assert.Contains("\\connect desk", output);
    }

    [Fact]
    public async Task A_machine_without_an_sdk_is_told_what_to_install()
    {
        using var scratch = new ScratchFolder();
        File.Copy(Launcher.Path, scratch["desk"]);
        foreach (var program in new[] { "bash", "dirname", "readlink", "grep", "env" })
        {
            File.CreateSymbolicLink(scratch[program], Executables.OnPath(program)!);
        }

        // An sdk below /usr/share or /usr/lib would be found all the same, and rightly so.
        if (File.Exists("/usr/share/dotnet/dotnet") || File.Exists("/usr/lib/dotnet/dotnet"))
        {
            await File.WriteAllTextAsync(scratch["global.json"], """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        }

        var (code, output) = await ChildProcess.RunAsync(new(scratch["bash"], scratch["desk"], "version")
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = scratch.Path, ["HOME"] = scratch.Path, ["DOTNET_ROOT"] = null },
        });
        Assert.Equal((1, "./desk needs the .NET SDK 10: "), (code, output[..30]));
        Assert.Single(output.Trim().Split('\n'));
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] words) =>
        ChildProcess.RunAsync(new(Launcher.Path, words) { WorkingDirectory = "/" });
}
