using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Takes what one connection received to whom it concerns. Runs on the reading thread only.</summary>
internal sealed class MessageRouter(RpcConnection connection, ReplyTable replies, SubscriptionTable subscriptions)
{
    // Enough for the members before the result.
    private const int PeekedBytes = 512;

    /// <summary>Routes one message; a fault when the server cannot be understood any more.</summary>
    public Fault? Dispatch(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new Utf8JsonReader(message);
            if (!reader.Read())
            {
                throw new FormatException("an empty message came");
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                DispatchBatch(message);
            }
            else
            {
                var envelope = Envelope.Read(ref reader, message);
                reader.Read(); // Throws when anything follows.
                Route(envelope);
            }

            if (!replies.AwaitsSubscription)
            {
                subscriptions.ForgetEarly();
            }

            return null;
        }
        catch (Exception e)
        {
            return new(connection.Endpoint, FaultKind.Protocol, $"a message cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The call whose answer is too large, if the answer's beginning names it, must not be sent again to meet the same end.</summary>
    public Fault TooLarge(ReadOnlySpan<byte> beginning, int maxBytes)
    {
        var fault = new Fault(connection.Endpoint, FaultKind.TooLarge, "a message is too large") { MaxBytes = maxBytes };
        if (Envelope.PeekId(beginning[..Math.Min(PeekedBytes, beginning.Length)]) is { } id && replies.Take(id) is { } owed)
        {
            owed.Reply.Refuse(fault.ToException());
        }

        return fault;
    }

    /// <summary>Hands the params of a notification to its subscriber.</summary>
    /// <exception cref="FormatException">They are not those of a subscription.</exception>
    public static void Deliver(Subscriber subscriber, ReadOnlySpan<byte> parameters)
    {
        var notification = ReadNotification(parameters);
        if (notification.Error.IsEmpty)
        {
            subscriber.Notify(notification.Result);
        }
        else
        {
            subscriber.Refused(ErrorObject.Read(notification.Error));
        }
    }

    private void DispatchBatch(ReadOnlySpan<byte> message)
    {
        // Read through once before any of it is believed.
        if (ForEach(message, route: false, []) == 0)
        {
            throw new FormatException("an empty list came");
        }

        var frames = new HashSet<OutgoingFrame>();
        ForEach(message, route: true, frames);
        foreach (var frame in frames)
        {
            foreach (var reply in replies.TakeAll(frame))
            {
                reply.Refuse(new RpcProtocolException(reply.Method, "the answers to its batch came without it"));
            }
        }
    }

    private int ForEach(ReadOnlySpan<byte> message, bool route, HashSet<OutgoingFrame> frames)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        var items = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; items++)
        {
            var envelope = Envelope.Read(ref reader, message);
            if (route && Route(envelope) is { } frame)
            {
                frames.Add(frame);
            }
        }

        reader.Read(); // Throws when anything follows.
        return items;
    }

    private OutgoingFrame? Route(Envelope envelope)
    {
        if (envelope.Kind == EnvelopeKind.Notification)
        {
            Notify(envelope.Payload);
            return null;
        }

        if (envelope.Id is not { } id)
        {
            RefuseUnnamed(ErrorObject.Read(envelope.Payload));
            return null;
        }

        // The id first: nobody else may get an answer meant for a caller that the server invented.
        var (reply, frame) = replies.Take(id) ?? throw new FormatException($"an answer came to request {id}, which was not asked or was answered before");
        if (envelope.Kind == EnvelopeKind.Error)
        {
            var error = ReadError(reply, envelope.Payload);
            reply.Refuse(error);
        }
        else if (reply.IsAbandoned)
        {
            reply.CompleteLate(envelope.Payload, connection);
        }
        else
        {
            reply.Complete(envelope.Payload, connection);
        }

        return frame;
    }

    private void Notify(ReadOnlySpan<byte> parameters)
    {
        var id = ReadNotification(parameters).Id;
        if (subscriptions.TryFind(id, out var subscriber))
        {
            if (subscriber is not null)
            {
                Deliver(subscriber, parameters);
            }
        }
        else if (replies.AwaitsSubscription && !subscriptions.TryKeep(id, parameters))
        {
            throw new FormatException("too many notifications came for subscriptions that were not announced");
        }

        // Else the last words of a subscription that is over.
    }

    /// <summary>An error without an id. It is given to the only request that it can be about.</summary>
    private void RefuseUnnamed(ErrorObject error)
    {
        var frames = replies.Outstanding();
        if (error.IsAboutBatch)
        {
            frames = [.. frames.Where(f => f.IsBatch)];
        }

        if (frames is not [var only])
        {
            throw new FormatException($"the server refused a request without saying which: {RpcErrorException.Shorten(error.Message)} (code {error.Code})");
        }

        foreach (var reply in replies.TakeAll(only))
        {
            reply.Refuse(error.For(reply.Method));
        }
    }

    private static RpcErrorException ReadError(Reply reply, ReadOnlySpan<byte> json)
    {
        try
        {
            return ErrorObject.Read(json).For(reply.Method);
        }
        catch (FormatException e)
        {
            // It is taken off the list of owed answers, so it must end here as well.
            reply.Refuse(new RpcProtocolException(reply.Method, e.Message, e));
            throw;
        }
    }

    private static Notification ReadNotification(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters);
        reader.Read();
        RpcDecode.Require(ref reader, JsonTokenType.StartObject, "an object as params of a notification");
        SubscriptionId? id = null;
        ReadOnlySpan<byte> result = default, error = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("subscription"u8))
            {
                reader.Read();
                id = SubscriptionId.Read(ref reader);
                continue;
            }

            var (isResult, isError) = (reader.ValueTextEquals("result"u8), reader.ValueTextEquals("error"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = parameters[start..(int)reader.BytesConsumed];
            result = isResult ? value : result;
            error = isError ? value : error;
        }

        return id is not null && result.IsEmpty != error.IsEmpty
            ? new Notification { Id = id.Value, Result = result, Error = error }
            : throw new FormatException("a notification must have a subscription, and either a result or an error");
    }

    private ref struct Notification
    {
        public SubscriptionId Id;
        public ReadOnlySpan<byte> Result;
        public ReadOnlySpan<byte> Error;
    }
}
