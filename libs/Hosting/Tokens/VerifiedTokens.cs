using System.Collections.Concurrent;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Remembers what sealed texts said, because a caller sends the same token with every call and opening the seal is the
/// dearest part of judging it. Only the content is remembered: age and revocation are judged anew each time.
/// </summary>
internal sealed class VerifiedTokens
{
    // Far more than a desk has sessions; beyond it everything is forgotten, which costs each caller one more opening.
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);
    private int _count;

    public AccessToken? Find(string text) => _tokens.GetValueOrDefault(text);

    public void Add(string text, AccessToken token)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            _tokens.Clear();
            Volatile.Write(ref _count, 1);
        }

        _tokens[text] = token;
    }
}
