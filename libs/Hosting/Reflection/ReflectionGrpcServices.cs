using Google.Protobuf;
using Grpc.Core;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace CoretimeDesk.Hosting;

/// <summary>Server reflection under its current name.</summary>
internal sealed class ReflectionGrpcService(Reflector reflector) : V1.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(reflector.Answer(requestStream.Current), context.CancellationToken);
        }
    }
}

/// <summary>Server reflection under its old name, which many tools ask for first. The messages are the same byte for byte.</summary>
internal sealed class ReflectionAlphaGrpcService(Reflector reflector) : V1Alpha.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var question = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            var answer = V1Alpha.ServerReflectionResponse.Parser.ParseFrom(reflector.Answer(question).ToByteString());
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }
}
