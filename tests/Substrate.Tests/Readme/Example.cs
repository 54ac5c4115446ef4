using System.Text.Json;
using System.Text.RegularExpressions;
using CoretimeDesk.ChainLab;
using CoretimeDesk.LocalPostgres.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoretimeDesk.Substrate.Tests.Readme;

/// <summary>A C# example of the library's README: compiled as it stands there, run as a program of its own, and its output compared with its comments.</summary>
internal sealed partial record Example(string Title, string Code)
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading.Tasks;";

    /// <summary>What the comments say that it prints.</summary>
    public string Expected => string.Join('\n', Code.Split('\n').Where(line => line.StartsWith("// ", StringComparison.Ordinal)).Select(line => line[3..]));

    public static IReadOnlyList<Example> All { get; } = [.. Blocks()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root!, "libs", "Substrate", "README.md")))
        .Select(m => new Example(m.Groups["title"].Value.Trim(), m.Groups["code"].Value))];

    public async Task<string> RunAsync(string folder, params string[] args)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Runtime).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file));
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            "Example", [CSharpSyntaxTree.ParseText(ImplicitUsings, options, cancellationToken: default), CSharpSyntaxTree.ParseText(Code, options, cancellationToken: default)],
            references, new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(Path.Combine(folder, "Example.dll"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Warning);

        File.Copy(typeof(Runtime).Assembly.Location, Path.Combine(folder, "CoretimeDesk.Substrate.dll"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "Example.runtimeconfig.json"),
            JsonSerializer.Serialize(new { runtimeOptions = new { tfm = "net10.0", framework = new { name = "Microsoft.NETCore.App", version = $"{Environment.Version}" } } }));
        var (code, output) = await ChildProcess.RunAsync(new("dotnet", ["Example.dll", .. args]) { WorkingDirectory = folder });
        Assert.True(code == 0, output);
        return output.TrimEnd();
    }

    [GeneratedRegex(@"^## (?<title>[^\n]+)\n(?:(?!^## )[^\n]*\n)*?```csharp\n(?<code>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
