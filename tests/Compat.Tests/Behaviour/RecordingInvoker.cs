using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

/// <summary>Answers every call at once with its request in capitals, and writes the call down.</summary>
internal sealed class RecordingInvoker : CallInvoker
{
    public List<(string Method, string? Host, CallOptions Options)> Calls { get; } = [];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return Answer(method, request);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return new(Task.FromResult(Answer(method, request)), Headers, () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return new((IAsyncStreamReader<TResponse>)(object)new Reader("x"), Headers, () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.Name, host, options));
        return new((IClientStreamWriter<TRequest>)(object)new Writer(), Task.FromResult((TResponse)(object)"x"), Headers, () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.Name, host, options));
        return new((IClientStreamWriter<TRequest>)(object)new Writer(), (IAsyncStreamReader<TResponse>)(object)new Reader("x"), Headers, () => Status.DefaultSuccess, () => [], () => { });
    }

    private static Task<Metadata> Headers => Task.FromResult(Metadata.Empty);

    private static TResponse Answer<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request) =>
        method.ResponseMarshaller.Deserializer(method.ResponseMarshaller.Serializer((TResponse)(object)request!.ToString()!.ToUpperInvariant()));
}
