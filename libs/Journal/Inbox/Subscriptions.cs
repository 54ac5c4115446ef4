using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal;

/// <summary>What a service listens to. Fixed when the service is built: the sidecar asks once in its lifetime.</summary>
/// <typeparam name="TDb">The service's context.</typeparam>
public sealed class Subscriptions<TDb>
    where TDb : JournalDbContext
{
    private readonly Dictionary<string, Ordering> _topics = [];
    private readonly Dictionary<(string Topic, string Message), List<Apply>> _handlers = [];
    private readonly Dictionary<(string Topic, string Message), Type> _together = [];
    private readonly HashSet<(string Topic, string Message)> _inCompany = [];

    internal delegate Task Apply(IServiceProvider services, IMessage message, CloudEvent envelope, CommandScope<TDb> scope);

    internal IReadOnlyDictionary<string, Ordering> Topics => _topics;

    /// <summary>Listens to a topic, that is to the service of that app id. Several parts of a service may, in the same order.</summary>
    public Subscriptions<TDb> To(string topic, Ordering ordering)
    {
        if (_topics.TryGetValue(topic, out var asked) && asked != ordering)
        {
            throw new InvalidOperationException($"Topic \"{topic}\" is already listened to with {asked}; it cannot be applied with {ordering} as well.");
        }

        _topics[topic] = ordering;
        return this;
    }

    /// <summary>Handles one event type of a topic named before. Types without a handler are acknowledged and forgotten.</summary>
    public Subscriptions<TDb> On<TMessage, THandler>(string topic)
        where TMessage : IMessage<TMessage>, new()
        where THandler : IEventHandler<TDb, TMessage> => On<TMessage, THandler>(topic, isInCompany: false);

    /// <summary>
    /// As <see cref="On{TMessage, THandler}(string)"/>, in one transaction with other such events that came at the same time, one after another, and all saved at the end: for many events
    /// whose order does not matter. The handler finds what was done for others of them by key (<c>FindAsync</c>), or saves before it looks.
    /// </summary>
    public Subscriptions<TDb> InCompany<TMessage, THandler>(string topic)
        where TMessage : IMessage<TMessage>, new()
        where THandler : IEventHandler<TDb, TMessage>
    {
        ThrowUnlessAnyOrder(topic);
        return On<TMessage, THandler>(topic, isInCompany: true);
    }

    private Subscriptions<TDb> On<TMessage, THandler>(string topic, bool isInCompany)
        where TMessage : IMessage<TMessage>, new()
        where THandler : IEventHandler<TDb, TMessage>
    {
        if (!_topics.ContainsKey(topic))
        {
            throw new InvalidOperationException($"Call To(\"{topic}\", …) before handling its events.");
        }

        var key = (topic, new TMessage().Descriptor.FullName);
        ThrowIf(_together.ContainsKey(key), key);
        if (!_handlers.TryGetValue(key, out var handlers))
        {
            _handlers[key] = handlers = [];
            _ = isInCompany && _inCompany.Add(key);
        }
        else if (_inCompany.Contains(key) != isInCompany)
        {
            throw new InvalidOperationException($"One handler of {key.Item2} of topic \"{topic}\" takes it in company and another does not: it comes to all of them in the same way.");
        }

        handlers.Add((services, message, envelope, scope) =>
            ActivatorUtilities.GetServiceOrCreateInstance<THandler>(services).HandleAsync((TMessage)message, envelope, scope));
        return this;
    }

    /// <summary>Handles one event type of a topic named before, together with whatever else that handler is given and comes at the same time. No other handler may have the type.</summary>
    public Subscriptions<TDb> Together<TMessage, THandler>(string topic)
        where TMessage : IMessage<TMessage>, new()
        where THandler : IEventsHandler<TDb>
    {
        ThrowUnlessAnyOrder(topic);
        var key = (topic, new TMessage().Descriptor.FullName);
        ThrowIf(_handlers.ContainsKey(key) || !_together.TryAdd(key, typeof(THandler)), key);
        return this;
    }

    internal bool IsTogether(string topic) => _together.Keys.Concat(_inCompany).Any(k => k.Topic == topic);

    internal bool IsHandled(string topic, IMessage message) => (topic, message.Descriptor.FullName) is var key && (_handlers.ContainsKey(key) || _together.ContainsKey(key));

    internal bool IsTogether(string topic, IMessage message) => (topic, message.Descriptor.FullName) is var key && (_together.ContainsKey(key) || _inCompany.Contains(key));

    internal Type? TogetherOf(string topic, IMessage message) => _together.GetValueOrDefault((topic, message.Descriptor.FullName));

    internal IReadOnlyList<Apply> HandlersOf(string topic, IMessage message) =>
        _handlers.TryGetValue((topic, message.Descriptor.FullName), out var handlers) ? handlers : [];

    private void ThrowUnlessAnyOrder(string topic)
    {
        if (_topics.GetValueOrDefault(topic, Ordering.PerAggregate) != Ordering.AnyOrder)
        {
            throw new InvalidOperationException($"Call To(\"{topic}\", Ordering.AnyOrder) before handling its events together: what is applied at once has no order.");
        }
    }

    private static void ThrowIf(bool isHandled, (string Topic, string Message) key)
    {
        if (isHandled)
        {
            throw new InvalidOperationException($"{key.Message} of topic \"{key.Topic}\" has a handler already, and what is handled together with others has one alone.");
        }
    }
}
