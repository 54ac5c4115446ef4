using CoretimeDesk.Desk.Tye;

namespace CoretimeDesk.Desk.Tests.Tye;

public sealed class ReadingATyeFile : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ReadingATyeFile() => File.WriteAllText(_scratch["a.csproj"], "<Project />");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Everything_that_the_desk_uses_is_read()
    {
        var document = Read("""
            name: my-desk
            services:
              - name: leads
                project: a.csproj
                replicas: 3
                args: --loud --port 1
                bindings:
                  - name: grpc
                    protocol: http
                    port: 7102
                  - name: web
                    port: 8080
                env:
                  - name: GREETING
                    value: hello, world
                  - EQUATION=a=b
                  - name: EMPTY
                    value: ""
              - name: chain-watcher
                project: ./a.csproj
                bindings:
                  - port: 7103
            """);

        Assert.Equal("my-desk", document.Name);
        Assert.Equal(["leads", "chain-watcher"], document.Services.Select(service => service.Name));
        var leads = document.Services[0];
        Assert.Equal(_scratch["a.csproj"], leads.Project);
        Assert.Equal([new("grpc", "http", 7102), new("web", "http", 8080)], leads.Bindings);
        Assert.Equal(3, leads.Replicas);
        Assert.Equal(["--loud", "--port", "1"], leads.Args);
        Assert.Equal(new Dictionary<string, string> { ["GREETING"] = "hello, world", ["EQUATION"] = "a=b", ["EMPTY"] = "" }, leads.Env);
        Assert.Equal(1, document.Services[1].Replicas);
        Assert.Equal([new("", "http", 7103)], document.Services[1].Bindings);
    }

    [Fact]
    public void The_files_of_this_repository_are_read()
    {
        var document = TyeReader.Read(Path.Combine(Workspace.Repository, "tye.yaml"));
        Assert.Contains(document.Services, service => service is { Name: "leads", Bindings: [{ Port: 7102 }, ..] });
    }

    // Each row: the text, then the line and the field that the error must name, and a part of what it must say.
    [Theory]
    [InlineData("", 1, "", "empty")]
    [InlineData("name: x", 1, "services", "is missing")]
    [InlineData("- a", 1, "", "must hold the fields name, services")]
    [InlineData("services: []", 1, "services", "names no service")]
    [InlineData("services: leads", 1, "services", "must be a list")]
    [InlineData("services:\n  - name: [", 3, "", "not YAML")]
    [InlineData("name: x\nservices:\n  - name: y\n    name: z", 4, "", "not YAML")]
    [InlineData("ingress: []\nservices: []", 1, "ingress", "a field of Tye that the desk does not use")]
    [InlineData("servces: []", 1, "servces", "is unknown")]
    [InlineData("services:\n  - name: leads\n    bindings: [{port: 1}]", 2, "services[0].project", "is missing")]
    [InlineData("services:\n  - project: a.csproj", 2, "services[0].name", "is missing")]
    [InlineData("services:\n  - name: Leads\n    project: a.csproj", 2, "services[0].name", "'Leads' must be")]
    [InlineData("services:\n  - name: leads\n    project: b.csproj", 3, "services[0].project", "'b.csproj' does not exist")]
    [InlineData("services:\n  - name: leads\n    project: a.txt", 3, "services[0].project", "must name a .csproj")]
    [InlineData("services:\n  - name: leads\n    image: redis", 3, "services[0].image", "does not use")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj", 2, "services[0].bindings", "is missing")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings: []", 4, "services[0].bindings", "names no binding")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings:\n      - protocol: http", 5, "services[0].bindings[0].port", "is missing")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings:\n      - port: 70000", 5, "services[0].bindings[0].port", "'70000' must be a whole number from 1 to 65535")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings:\n      - port: -1", 5, "services[0].bindings[0].port", "'-1' must be")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings:\n      - port: 1\n        protocol: udp", 6, "services[0].bindings[0].protocol", "'udp' is not supported")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings:\n      - port: 1\n      - port: 2", 5, "services[0].bindings", "different names")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    replicas: 0\n    bindings: [{port: 1}]", 4, "services[0].replicas", "from 1 to 16")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    replicas: many\n    bindings: [{port: 1}]", 4, "services[0].replicas", "'many'")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings: [{port: 1}]\n    env:\n      - LONELY", 6, "services[0].env[0]", "'LONELY' must be NAME=value")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings: [{port: 1}]\n    env:\n      - A=1\n      - A=2", 7, "services[0].env[1]", "'A' is set twice")]
    [InlineData("services:\n  - name: leads\n    project: a.csproj\n    bindings: [{port: 1}]\n    env: {A: 1}", 5, "services[0].env", "must be a list")]
    [InlineData("services:\n  - {name: a, project: a.csproj, bindings: [{port: 1}]}\n  - {name: a, project: a.csproj, bindings: [{port: 2}]}", 2, "services", "two services are called 'a'")]
    [InlineData("services:\n  - {name: a, project: a.csproj, bindings: [{port: 1}]}\n  - {name: b, project: a.csproj, bindings: [{port: 1}]}", 2, "services", "port 1 is bound twice (a, b)")]
    public void A_mistake_is_named_with_line_and_field(string text, int line, string field, string says)
    {
        var wrong = Assert.Throws<TyeException>(() => Read(text));
        Assert.Equal((line, field), (wrong.Line, wrong.Field));
        Assert.StartsWith($"tye.yaml:{line}: {(field.Length > 0 ? field + ": " : "")}", wrong.Message);
        Assert.Contains(says, wrong.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(_scratch["no.yaml"], Assert.Throws<TyeException>(() => TyeReader.Read(_scratch["no.yaml"])).Message);

    private TyeDocument Read(string text) => TyeReader.Parse(text, _scratch["tye.yaml"]);
}
