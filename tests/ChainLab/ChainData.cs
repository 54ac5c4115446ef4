namespace CoretimeDesk.ChainLab;

/// <summary>
/// Chain specs, metadata and recorded blocks. They are no part of the repository: a folder holds them that the setting
/// <see cref="Setting"/> names, or else <c>shared/chain</c> beside the repository. Tests skip where there is none.
/// </summary>
public sealed class ChainData
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Setting = "DESK_CHAIN_DATA";

    private static readonly string[] Parts = ["specs", "metadata", "fixtures"];
    private static readonly Lazy<ChainData> Found = new(() => Locate(Environment.GetEnvironmentVariable(Setting), Repository.Root));

    private readonly string? _folder;

    private ChainData(string? folder, string? skipReason) => (_folder, SkipReason) = (folder, skipReason);

    /// <summary>The chain data of this machine.</summary>
    /// <exception cref="InvalidOperationException">The setting names a folder that holds none; that is a mistake, and no reason to skip.</exception>
    public static ChainData Here => Found.Value;

    /// <summary>Why a test that needs chain data cannot run here; null where it can.</summary>
    public string? SkipReason { get; }

    /// <summary>The root of the data.</summary>
    public string Folder => _folder ?? throw new InvalidOperationException(SkipReason);

    /// <summary>Chain specs: <c>*.raw.json.gz</c>.</summary>
    public string Specs => Path.Combine(Folder, "specs");

    /// <summary>Metadata of production chains.</summary>
    public string Metadata => Path.Combine(Folder, "metadata");

    /// <summary>Blocks, storage and metadata recorded from the lab.</summary>
    public string Fixtures => Path.Combine(Folder, "fixtures");

    /// <summary>The chain data of this machine; skips the calling test, with the reason, where there is none.</summary>
    public static ChainData OrSkip() => Here.SkipReason is { } reason ? throw SkippedTest.Because(reason) : Here;

    /// <summary>Looks where the setting says, or beside the repository when it says nothing.</summary>
    internal static ChainData Locate(string? setting, string? repository)
    {
        if (!string.IsNullOrEmpty(setting))
        {
            var folder = Path.GetFullPath(setting);
            return Missing(folder) is { } missing
                ? throw new InvalidOperationException($"{Setting} is set to {folder}, but {missing}.")
                : new(folder, null);
        }

        // Even with CI=true this is no failure: a clone of the repository alone has to pass its tests.
        if (repository is null)
        {
            return new(null, $"No chain data: these tests run outside the repository; set {Setting} to its folder.");
        }

        var beside = Path.GetFullPath(Path.Combine(repository, "..", "shared", "chain"));
        return Missing(beside) is { } reason
            ? new(null, $"No chain data: {Setting} is not set, and {reason}.")
            : new(beside, null);
    }

    private static string? Missing(string folder) =>
        !Directory.Exists(folder) ? $"there is no folder {folder}"
        : Parts.FirstOrDefault(part => !Directory.Exists(Path.Combine(folder, part))) is { } part ? $"{folder} has no folder '{part}'"
        : null;
}
