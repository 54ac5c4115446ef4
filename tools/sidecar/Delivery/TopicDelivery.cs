using CoretimeDesk.Sidecar.Discovery;
using CoretimeDesk.Sidecar.Envelope;
using CoretimeDesk.Sidecar.Log;
using CoretimeDesk.Sidecar.Resiliency;
using CoretimeDesk.Sidecar.Scoping;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>
/// Brings the events of one topic to one app: takes, routes, sends, reads the answer, tries again by policy, and settles
/// each event exactly once (done, dead-lettered, or kept for later).
/// </summary>
internal sealed class TopicDelivery : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly GroupState _group;
    private readonly Subscription _subscription;
    private readonly IEventSender _sender;
    private readonly InboundPolicy _policy;
    private readonly PubSubScopes _scopes;
    private readonly DeliverySettings _settings;
    private readonly PauseGate _health;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly DeliveryQueue _queue;
    private readonly Task[] _workers;

    public TopicDelivery(
        EventStore store, Subscription subscription, string appId, AppChannel app, InboundPolicy policy, PubSubScopes scopes,
        DeliverySettings settings, PauseGate health, TimeProvider time, ILogger log)
    {
        (_store, _subscription, _policy, _scopes, _settings, _health, _time, _log) = (store, subscription, policy, scopes, settings, health, time, log);
        var (limit, workers) = (policy.Timeout ?? settings.HandlerLimit, settings.Concurrency);
        if (subscription.Bulk is { } bulk)
        {
            // As many events under way as one request holds; strictly in order stays one at a time.
            workers = workers == 1 ? 1 : Math.Max(workers, bulk.Most);
            _sender = new BulkSender(app, subscription, bulk with { Most = Math.Min(bulk.Most, workers) }, limit, time);
        }
        else
        {
            _sender = new EventSender(app, subscription.PubSub, limit, time);
        }

        _queue = new DeliveryQueue(settings.Disturbance, time, _stopping.Token);
        _group = store.Register(appId, subscription.Topic);
        store.Attach(_group, _queue.Add);
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Stops taking events at once and lets those under way finish.</summary>
    /// <param name="grace">How long they may take; what is unanswered then comes again after the restart.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        _store.Detach(_group);
        await _stopping.CancelAsync();
        var all = Task.WhenAll(_workers);
        if (await Task.WhenAny(all, Task.Delay(grace, _time)) != all)
        {
            await _aborting.CancelAsync();
        }

        await all;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _queue.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var stored = await _queue.TakeAsync(_stopping.Token);
                await _health.WaitAsync(_stopping.Token);
                while (!await SettleAsync(stored))
                {
                    if (_settings.Concurrency > 1)
                    {
                        _ = _queue.AddAfterAsync(stored, _settings.Redelivery);
                        break;
                    }

                    // In order means that nothing overtakes: the topic waits for this event.
                    await Task.Delay(_settings.Redelivery, _time, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped; what was under way stays pending in the store.
        }
    }

    /// <returns>Whether the event is dealt with; otherwise it is to be tried again later.</returns>
    private async Task<bool> SettleAsync(StoredEvent stored)
    {
        try
        {
            var body = _store.Read(stored);
            var (verdict, why) = await DeliverAsync(stored, body);
            if (verdict == Verdict.Success)
            {
                _store.Done(_group, stored);
                return true;
            }

            return await GiveUpAsync(stored, body, verdict, why);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _log.LogError(e, "event {Sequence} of topic {Topic} could not be handled here; it is kept", stored.Sequence, stored.Topic);
            return false;
        }
    }

    private async Task<(Verdict Verdict, string Why)> DeliverAsync(StoredEvent stored, byte[] body)
    {
        var sent = _subscription.Raw ? CloudEventBuilder.WrapRaw(body, _subscription.PubSub, stored.Topic, _time.GetUtcNow()) : body;
        using var received = ReceivedEvent.Parse(sent);
        if (received is null)
        {
            return (Verdict.Retry, "it is no JSON object, so no envelope (a raw payload needs rawPayload on the subscription)");
        }

        if (received.IsExpired(_time.GetUtcNow()))
        {
            return (Verdict.Drop, "its time to live has passed");
        }

        string? path;
        try
        {
            path = _subscription.Route(received.Json);
        }
        catch (CelException e)
        {
            return (Verdict.Retry, $"a routing rule cannot be evaluated: {e.Message}");
        }

        if (path is null)
        {
            return (Verdict.Drop, "no routing rule matches and there is no default");
        }

        await Task.Delay(_settings.Disturbance.DelayOf(stored.Sequence), _time, _stopping.Token);
        return await AttemptAsync(stored, path, received);
    }

    private async Task<(Verdict Verdict, string Why)> AttemptAsync(StoredEvent stored, string path, ReceivedEvent received)
    {
        var trace = received.Trace();
        var duplicate = _settings.Disturbance.DuplicateOf(stored.Sequence);
        var began = _time.GetTimestamp();
        for (var failures = 1L; ; failures++)
        {
            var beside = failures == 1 && duplicate == Duplicate.Beside ? _sender.SendAsync(path, received.Body, trace, _aborting.Token) : null;
            var answer = await _sender.SendAsync(path, received.Body, trace, _aborting.Token);
            if (beside is not null)
            {
                await beside;
            }

            if (answer.Verdict == Verdict.Success)
            {
                await RepeatAsync(stored, duplicate, path, received.Body, trace);
            }

            if (answer.Verdict != Verdict.Retry)
            {
                return (answer.Verdict, answer.Detail);
            }

            var wait = _policy.Retry?.Next(failures, _time.GetElapsedTime(began), answer, _settings.Disturbance.Draw(stored.Sequence, 100 + failures));
            _log.Log(
                failures == 1 ? LogLevel.Information : LogLevel.Debug,
                "{AppId} {Detail} for event {Sequence} of topic {Topic} (attempt {Attempt}); {Next}",
                _group.AppId, answer.Detail, stored.Sequence, stored.Topic, failures, wait is { } w ? $"again in {w.TotalMilliseconds:F0} ms" : "no further attempt");
            if (wait is null)
            {
                return (Verdict.Retry, answer.Detail);
            }

            await Task.Delay(wait.Value, _time, _stopping.Token);
            await _health.WaitAsync(_stopping.Token);
        }
    }

    // The answers to repeated deliveries decide nothing: the first one was a success already.
    private async Task RepeatAsync(StoredEvent stored, Duplicate duplicate, string path, byte[] body, TraceContext? trace)
    {
        if (duplicate == Duplicate.After)
        {
            await _sender.SendAsync(path, body, trace, _aborting.Token);
        }
        else if (duplicate == Duplicate.Later)
        {
            _ = RepeatLaterAsync();
        }

        async Task RepeatLaterAsync()
        {
            try
            {
                await Task.Delay(_settings.Disturbance.LaterBy(stored.Sequence), _time, _stopping.Token);
                await _sender.SendAsync(path, body, trace, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // Stopping: a repetition that nobody is owed.
            }
        }
    }

    private async Task<bool> GiveUpAsync(StoredEvent stored, byte[] body, Verdict verdict, string why)
    {
        if (_subscription.DeadLetterTopic is { } dead)
        {
            if (!_scopes.MayPublish(_group.AppId, dead))
            {
                _log.LogError("{AppId} may not publish to its own dead-letter topic {Dead} (scopes): the event is kept and tried again", _group.AppId, dead);
                return false;
            }

            await _store.DeadLetterAsync(_group, stored, dead, body);
            _log.LogWarning("event {Sequence} of topic {Topic} goes to {Dead}: {AppId}: {Why}", stored.Sequence, stored.Topic, dead, _group.AppId, why);
            return true;
        }

        if (verdict == Verdict.Drop)
        {
            _log.LogWarning("event {Sequence} of topic {Topic} is dropped for {AppId}: {Why}; there is no dead-letter topic", stored.Sequence, stored.Topic, _group.AppId, why);
            _store.Done(_group, stored);
            return true;
        }

        _log.LogWarning("event {Sequence} of topic {Topic} is kept for {AppId} and tried again in {Wait}: {Why}", stored.Sequence, stored.Topic, _group.AppId, _settings.Redelivery, why);
        return false;
    }
}
