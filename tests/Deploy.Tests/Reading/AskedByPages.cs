using System.Globalization;
using System.Text.RegularExpressions;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>The services that pages ask, as their own source names them: what is asked there must be reachable in a cluster.</summary>
internal static partial class AskedByPages
{
    public static IReadOnlyList<(string Name, int Port)> All { get; } =
    [
        .. Entry().Matches(File.ReadAllText(Path.Combine(Repository.Root, "services", "Web", "Service", "Desk", "Calls", "Peers.cs")))
            .Select(m => (m.Groups[1].Value, int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex("""\("(\w+)", (71\d\d)\)""")]
    private static partial Regex Entry();
}
