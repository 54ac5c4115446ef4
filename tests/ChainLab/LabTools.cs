using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.ChainLab;

/// <summary>What the lab runs on besides the chain data: node, and the packages of <c>tests/ChainLab/node</c>.</summary>
internal static class LabTools
{
    /// <summary>The lab's scripts.</summary>
    public static string Folder => Path.Combine(
        Repository.Root ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CoretimeDesk.sln."), "tests", "ChainLab", "node");

    /// <summary>What is not installed; null when all is there.</summary>
    public static string? Missing =>
        Repository.Root is null ? "the lab's scripts are not here, since these tests run outside the repository"
        : Executables.OnPath("node") is null ? "node is not on the PATH"
        // npm writes this file at the end of an installation: a half-finished one counts as none.
        : !File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")) ? "the node packages of tests/ChainLab/node are not installed"
        : null;

    /// <summary>True where a missing tool is a failure, because somebody promised that all of them are there.</summary>
    public static bool MustBeHere =>
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1";
}
