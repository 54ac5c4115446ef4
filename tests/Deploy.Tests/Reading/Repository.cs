namespace CoretimeDesk.Deploy.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Kubernetes => Path.Combine(Root, "deploy", "kubernetes");

    public static string NodeFolder => Path.Combine(Root, "tests", "Deploy.Tests", "node");

    /// <summary>Whether a missing tool is a failure instead of a skipped test.</summary>
    public static bool Strict =>
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1";

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("CoretimeDesk.sln is in no folder above the tests.");
    }
}
