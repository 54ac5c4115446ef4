namespace CoretimeDesk.Web.Desk.Approvals;

/// <summary>A decision that was made on the page, and not told to the service yet.</summary>
/// <param name="Id">Of the request.</param>
/// <param name="Customer">For people.</param>
/// <param name="Seen">What was on the page, its digest or version: exactly this is approved, or nothing.</param>
/// <param name="IsYes">Approve, or decline.</param>
/// <param name="Words">"Approving 18.95 %".</param>
/// <param name="ReasonCode">Or empty.</param>
/// <param name="Note">Of a decline the reason.</param>
/// <param name="RequestId">The same however often it is sent.</param>
/// <param name="SentAt">When it goes out.</param>
public sealed record PendingDecision(string Id, string Customer, string Seen, bool IsYes, string Words, string ReasonCode, string Note, string RequestId, DateTimeOffset SentAt);

/// <summary>Ten seconds of undo: a decision is sent after them, and never twice. Lives on the page's own thread.</summary>
/// <param name="send">Sends one; it must not throw.</param>
/// <param name="wait">Waits so long, or until it is stopped.</param>
public sealed class DecisionQueue(Func<PendingDecision, Task> send, Func<TimeSpan, CancellationToken, Task> wait) : IDisposable
{
    /// <summary>So long a decision can be undone.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly List<(PendingDecision Decision, CancellationTokenSource Stop)> _waiting = [];

    public IReadOnlyList<PendingDecision> Waiting => [.. _waiting.Select(w => w.Decision)];

    public bool Holds(string id) => _waiting.Exists(w => w.Decision.Id == id);

    /// <summary>Waits, and sends it.</summary>
    /// <returns>Ends when it was sent or undone.</returns>
    public async Task AddAsync(PendingDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (Holds(decision.Id))
        {
            return; // A key that was held down.
        }

        var stop = new CancellationTokenSource();
        _waiting.Add((decision, stop));
        try
        {
            await wait(Grace, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return; // Undone, or sent at once.
        }

        if (Take(decision))
        {
            await send(decision);
        }
    }

    /// <summary>Takes the newest back; null when none waits.</summary>
    public PendingDecision? Undo()
    {
        if (_waiting is not [.., var (decision, _)])
        {
            return null;
        }

        Take(decision);
        return decision;
    }

    /// <summary>Sends all at once: the page is being left.</summary>
    public async Task FlushAsync()
    {
        foreach (var decision in Waiting)
        {
            if (Take(decision))
            {
                await send(decision);
            }
        }
    }

    /// <summary>What still waits is not sent.</summary>
    public void Dispose()
    {
        foreach (var decision in Waiting)
        {
            Take(decision);
        }
    }

    private bool Take(PendingDecision decision)
    {
        var at = _waiting.FindIndex(w => ReferenceEquals(w.Decision, decision));
        if (at < 0)
        {
            return false;
        }

        var stop = _waiting[at].Stop;
        _waiting.RemoveAt(at);
        stop.Cancel();
        stop.Dispose();
        return true;
    }
}
