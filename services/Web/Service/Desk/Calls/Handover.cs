using System.Collections.Concurrent;
using Google.Protobuf;

namespace CoretimeDesk.Web.Desk.Calls;

/// <summary>
/// A page is made twice: as HTML, and again when its circuit begins a moment later. What was read for the first is handed to the second, once, so that services are
/// asked once and nothing on the page flickers.
/// </summary>
internal sealed class Handover(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private const int Most = 2_000;
    private readonly ConcurrentDictionary<(string Session, string Request), (IMessage Answer, DateTimeOffset At)> _answers = [];

    public void Leave(string session, string request, IMessage answer)
    {
        var now = time.GetUtcNow();
        if (_answers.Count >= Most)
        {
            foreach (var (key, value) in _answers)
            {
                if (now - value.At >= Longest)
                {
                    _answers.TryRemove(key, out _);
                }
            }
        }

        if (_answers.Count < Most)
        {
            _answers[(session, request)] = (answer, now);
        }
    }

    public (IMessage Answer, DateTimeOffset At)? Take(string session, string request) =>
        _answers.TryRemove((session, request), out var left) && time.GetUtcNow() - left.At < Longest ? left : null;

    /// <summary>After a change of theirs nothing that was read before counts.</summary>
    public void Forget(string session)
    {
        foreach (var key in _answers.Keys.Where(key => key.Session == session))
        {
            _answers.TryRemove(key, out _);
        }
    }
}
