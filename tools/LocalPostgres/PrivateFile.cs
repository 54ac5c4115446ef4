namespace CoretimeDesk.LocalPostgres;

/// <summary>Files that hold secrets: nobody but their owner may read them, not even for a moment.</summary>
public static class PrivateFile
{
    /// <summary>Replaces a file as a whole: after a crash there is the old text or the new one, never a part.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellation = default)
    {
        var draft = path + ".new";
        File.Delete(draft); // The mode below counts only for a file that is made.
        await using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync(text.AsMemory(), cancellation);
        }

        File.Move(draft, path, overwrite: true);
    }
}
