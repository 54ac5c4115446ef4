using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Web.Desk.Calls;

/// <summary>How a page asks services, as whoever is signed in.</summary>
public interface IDeskCalls
{
    /// <summary>The session is over, by whomever: the page must lead to where one signs in.</summary>
    event Action? SessionEnded;

    /// <summary>For one change, however often it is sent.</summary>
    string NewRequestId();

    /// <summary>Asks.</summary>
    /// <exception cref="CallException">It was not answered.</exception>
    Task<TResponse> ReadAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage;

    /// <summary>Changes something.</summary>
    /// <exception cref="CallException">It was not done.</exception>
    Task<TResponse> SendAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage;

    /// <summary>Has a conversation with a service: messages that are streamed, one way or the other.</summary>
    /// <param name="protoPackage">Whose call it is, for sentences: "coretimedesk.leads.v1".</param>
    /// <param name="talk">Opens the stream and ends it. It may be begun a second time, with another token.</param>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="CallException">It failed.</exception>
    Task<T> TalkAsync<T>(string protoPackage, Func<CallOptions, Task<T>> talk, CancellationToken stop = default);
}
