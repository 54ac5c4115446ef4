namespace CoretimeDesk.ChainLab;

/// <summary>The working copy that the tests were built in.</summary>
internal static class Repository
{
    private static readonly Lazy<string?> Found = new(() =>
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    });

    /// <summary>Its root; null when the tests were moved out of it.</summary>
    public static string? Root => Found.Value;
}
