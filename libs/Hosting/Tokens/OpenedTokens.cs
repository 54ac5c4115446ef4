using System.Collections.Concurrent;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Remembers what good tokens hold, so that a caller's thousandth call need not unseal the same text again. Only tokens
/// that verified get in. Thread-safe; holds at most two generations of <see cref="GenerationMax"/> tokens.
/// </summary>
internal sealed class OpenedTokens
{
    private const int GenerationMax = 4096;
    private ConcurrentDictionary<string, AccessToken> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, AccessToken> _old = new(StringComparer.Ordinal);

    public AccessToken? Find(string token)
    {
        if (_young.TryGetValue(token, out var found))
        {
            return found;
        }

        if (_old.TryGetValue(token, out found))
        {
            Keep(token, found);
        }

        return found;
    }

    public void Keep(string token, AccessToken opened)
    {
        // Two threads may both turn the page; that costs a few unsealings, never a wrong answer.
        if (_young.Count >= GenerationMax)
        {
            _old = _young;
            _young = new(StringComparer.Ordinal);
        }

        _young[token] = opened;
    }
}
