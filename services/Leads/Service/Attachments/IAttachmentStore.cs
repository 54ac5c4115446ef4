namespace CoretimeDesk.Leads.Attachments;

/// <summary>Keeps bytes under their SHA-256. The same bytes are kept once; nothing is ever changed.</summary>
public interface IAttachmentStore
{
    /// <summary>Keeps a file that is whole and checked. Once this returns it survives a crash.</summary>
    /// <param name="sha256">Its digest, 64 hexadecimal digits in lower case.</param>
    /// <param name="file">The file; the store may take it away.</param>
    /// <param name="stop">Cancels with the call.</param>
    Task PutAsync(string sha256, SpooledFile file, CancellationToken stop);

    /// <summary>The bytes, to be read once; null when there are none under this digest.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken stop);
}
