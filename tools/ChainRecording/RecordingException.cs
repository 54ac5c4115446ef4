namespace CoretimeDesk.ChainRecording;

/// <summary>A recording cannot be read or written. The message names the file, the field and what is wrong.</summary>
public sealed class RecordingException : Exception
{
    /// <summary>What is wrong with a file.</summary>
    public RecordingException(string file, string complaint, Exception? inner = null)
        : base($"{file}: {complaint}", inner)
    {
    }
}
