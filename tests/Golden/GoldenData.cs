using System.Text.Json.Nodes;

namespace CoretimeDesk.Golden;

/// <summary>
/// Inputs with the exact output that the desk must give, made by somebody else. They are no part of the repository: a folder holds them that the setting
/// <see cref="Setting"/> names, or else <c>shared/golden</c> beside the repository. Tests skip where there is none.
/// </summary>
internal static class GoldenData
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Setting = "DESK_GOLDEN";

    /// <summary>One part of the data; skips the calling test, with the reason, where there is none.</summary>
    /// <param name="part">"rules".</param>
    public static string FolderOrSkip(string part)
    {
        var (folder, reason) = Find(Environment.GetEnvironmentVariable(Setting), Repository(), part);
        Assert.SkipWhen(folder is null, reason);
        return folder!;
    }

    /// <summary>Looks where the setting says, or beside the repository when it says nothing.</summary>
    /// <exception cref="InvalidOperationException">The setting names a folder that does not hold the part; that is a mistake, and no reason to skip.</exception>
    public static (string? Folder, string Reason) Find(string? setting, string? repository, string part)
    {
        if (!string.IsNullOrEmpty(setting))
        {
            var named = Path.GetFullPath(Path.Combine(setting, part));
            return Directory.Exists(named) ? (named, "") : throw new InvalidOperationException($"{Setting} is set to {setting}, but there is no folder {named}.");
        }

        if (repository is null)
        {
            return (null, $"No golden cases: these tests run outside the repository; set {Setting} to their folder.");
        }

        var beside = Path.GetFullPath(Path.Combine(repository, "..", "shared", "golden", part));
        return Directory.Exists(beside) ? (beside, "") : (null, $"No golden cases: {Setting} is not set, and there is no folder {beside}.");
    }

    /// <summary>Reads JSON.</summary>
    public static JsonNode Json(string folder, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!;

    /// <summary>The lines of JSON Lines, without blank ones.</summary>
    public static string[] Lines(string folder, string file) => [.. File.ReadLines(Path.Combine(folder, file)).Where(l => !string.IsNullOrWhiteSpace(l))];

    /// <summary>The root of the working copy that the tests were built in; null when they were moved out of it.</summary>
    private static string? Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
