namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Values as nodes answer them.</summary>
internal static class StoredValue
{
    /// <summary>The value; null where there is none. Some nodes answer 0x for what is not there, and no value that the watcher reads is empty.</summary>
    public static byte[]? OrNone(this byte[]? value) => value is { Length: > 0 } ? value : null;
}
