using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>The SDK builds it, on a base image of ours; its files start, as the deployment starts them.</summary>
public sealed class AContainerOfAService : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("container").FullName;

    public static TheoryData<string> Services { get; } = [.. TyeFile.Services.Select(s => s.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Is_built_and_its_files_start(string name)
    {
        var service = TyeFile.Services.Single(s => s.Name == name);
        var archive = Path.Combine(_folder, "image.tar.gz");
        await using var registry = await LoopbackRegistry.StartAsync();
        var (exit, output) = await Tool.TryRunAsync(
            "dotnet",
            [
                "publish", service.Project, "--nologo", "--no-build", "-c", Configuration, "-t:PublishContainer", "-m:1", "-nodeReuse:false",
                $"-p:ContainerBaseImage={registry.BaseImage}", $"-p:ContainerArchiveOutputPath={archive}", $"-p:PublishDir={Path.Combine(_folder, "publish")}/",
            ],
            Repository.Root);
        Assert.True(exit == 0, output);

        var container = BuiltContainer.Unpack(archive, _folder);
        var deployment = Variants.Render("base").Find("Deployment", name)!;
        var config = container.Settings["config"]!;
        Assert.Equal(Image.Parse(deployment.App().Text("/image")!).Tag, container.Tag); // An archive carries no repository.
        Assert.Equal(deployment.Number($"{Deployments.Pod}/securityContext/runAsUser")?.ToString(), config.Text("/User"));
        Assert.Contains($"{deployment.App().Number("/ports/0/containerPort")}/tcp", config["ExposedPorts"]!.AsObject().Select(p => p.Key));
        Assert.Equal("Apache-2.0", config["Labels"]!["org.opencontainers.image.licenses"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(_folder, "root", "etc", "base-image")));

        // A deployment's args replace Cmd and follow Entrypoint: with the program in Cmd, --migrate would be run as one.
        Assert.Empty(config.Items("/Cmd"));
        var entrypoint = config.Items("/Entrypoint").Select(part => part.GetValue<string>()).ToList();
        Assert.Equal(["dotnet", $"/app/{Path.GetFileNameWithoutExtension(service.Project)}.dll"], entrypoint);
        var program = Path.Combine(_folder, "root", entrypoint[1].TrimStart('/'));
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(program).HasFlag(UnixFileMode.OtherRead), "The container's user may not read the program.");
        }

        var (started, said) = await Tool.TryRunAsync(entrypoint[0], [program, "--version"], _folder, environment: Environment(deployment));
        Assert.True(started == 0, said);
        Assert.Equal($"{name} {container.Tag}", said.Trim());
    }

    // As in the deployment; what comes from a secret is a database that is not there, which --version does not ask.
    private static Dictionary<string, string> Environment(JsonNode deployment) =>
        deployment.App().Items("/env").Where(e => e.Flag("/valueFrom/secretKeyRef/optional") != true).ToDictionary(e => e.Text("/name")!, e => e.Text("/value") ?? "Host=127.0.0.1;Port=1");

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif
}
