using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Where files are kept, and how large one may be. Configuration section <c>Attachments</c>.</summary>
/// <param name="Folder">A folder that all replicas share; null for none.</param>
/// <param name="SpoolFolder">Where uploads gather: on the same file system as <paramref name="Folder"/>, so that a rename is one step.</param>
/// <param name="BytesMax">The largest file.</param>
public sealed record AttachmentSettings(string? Folder, string SpoolFolder, long BytesMax)
{
    private const long BytesMaxUsual = 10L * 1024 * 1024;
    private const long BytesMaxMost = 100L * 1024 * 1024;

    /// <summary>Reads <c>Attachments:Folder</c> and <c>Attachments:MaxBytes</c> (10 MiB).</summary>
    /// <exception cref="InvalidOperationException">A setting makes no sense.</exception>
    public static AttachmentSettings Of(IConfiguration configuration)
    {
        var folder = configuration["Attachments:Folder"] is { Length: > 0 } set ? Path.GetFullPath(set) : null;
        var most = configuration["Attachments:MaxBytes"] is not { Length: > 0 } text ? BytesMaxUsual
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is > 0 and <= BytesMaxMost ? bytes
            : throw new InvalidOperationException($"Attachments:MaxBytes is \"{text}\"; give a number of bytes, 1 to {BytesMaxMost}.");
        return new(folder, Path.Combine(folder ?? Path.Combine(Path.GetTempPath(), "coretimedesk-attachments"), "incoming"), most);
    }
}
