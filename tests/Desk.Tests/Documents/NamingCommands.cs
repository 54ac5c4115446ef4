using System.CommandLine;
using System.Text.RegularExpressions;
using CoretimeDesk.Desk.Commands;

namespace CoretimeDesk.Desk.Tests.Documents;

/// <summary>Whoever copies a command from a document, a page or an answer gets one that there is.</summary>
public sealed partial class NamingCommands
{
    private static readonly string[] Built = ["bin", "obj", "node_modules", ".desk", "artifacts"];

    [Fact]
    public void Every_command_that_a_document_a_page_or_an_answer_names_is_known()
    {
        var root = Root.Parse([]).RootCommandResult.Command;
        var named = Files().SelectMany(file => Command().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetRelativePath(Workspace.Repository, file), Words: match.Groups["words"].Value))).ToList();
        Assert.True(named.Count > 300, $"Only {named.Count} commands were found: the pattern no longer fits how they are written.");
        Assert.Equal("", string.Join("\n", named.Where(n => !IsKnown(root, n.Words.Split(' '))).Select(n => $"{n.File}: ./desk {n.Words}").Distinct()));
    }

    [Theory]
    [InlineData("commission statements explain s-1", true)]
    [InlineData("up", true)]
    [InlineData("statements explain", false)]
    [InlineData("commission statement", false)]
    public void A_group_takes_its_own_commands_and_nothing_else(string words, bool isKnown) => Assert.Equal(isKnown, IsKnown(Root.Parse([]).RootCommandResult.Command, words.Split(' ')));

    // Behind the command that does something come its arguments.
    private static bool IsKnown(Command group, string[] words) =>
        group.Subcommands.Count == 0 || words.Length == 0
        || (group.Subcommands.FirstOrDefault(c => c.Name == words[0] || c.Aliases.Contains(words[0])) is { } next ? IsKnown(next, words[1..]) : group.Arguments.Count > 0);

    private static IEnumerable<string> Files() => new[] { "docs", "services", "libs", "tools", "deploy" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Workspace.Repository, folder), "*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".md" or ".razor" or ".cs" or ".yaml")
        .Where(file => !Path.GetRelativePath(Workspace.Repository, file).Split('/').Intersect(Built).Any())
        .Append(Path.Combine(Workspace.Repository, "README.md"));

    // As it is written to be copied: at the start of a line or right after a quotation mark, a back quote or a tag. Elsewhere ./desk is a name in a sentence.
    [GeneratedRegex("""(?<=^|["'`>])\./desk (?<words>[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();
}
