using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Sessions;

namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>What a part of a page shows, and how it fares: loading, there, stale, failed. What was there stays there when a later try fails.</summary>
public sealed class Loader<T>(Func<CancellationToken, Task<T>> load, Func<DateTimeOffset> now)
    where T : class
{
    private int _round;

    /// <summary>Null until it was there once.</summary>
    public T? Value { get; private set; }

    /// <summary>When <see cref="Value"/> was read.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What kept the last try from being answered; null when it was answered.</summary>
    public Trouble? Trouble { get; private set; }

    public bool IsLoading => Value is null && Trouble is null;

    /// <summary>There, and from before: it does not load any more.</summary>
    public bool IsStale => Value is not null && Trouble is not null;

    /// <summary>Tries once.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        var round = ++_round;
        try
        {
            var value = await load(stop);
            if (round == _round) // An answer that was overtaken by a later question is none.
            {
                (Value, At, Trouble) = (value, now(), null);
            }
        }
        catch (CallException e)
        {
            if (round == _round)
            {
                Trouble = e.Trouble;
            }
        }
        catch (Exception e) when (e is SessionOverException or OperationCanceledException)
        {
            // The page is left.
        }
    }

    /// <summary>Forgets what was there: other things are asked for from now on.</summary>
    public void Reset() => (Value, Trouble, _round) = (null, null, _round + 1);
}
