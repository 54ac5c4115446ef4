using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace CoretimeDesk.Hosting;

/// <summary>Answers one question of the reflection protocol. A question without an answer is an answer too.</summary>
internal sealed class Reflector(ServedDescriptors served)
{
    // Built on the first question: all services have been added by then.
    private readonly Lazy<SymbolIndex> _index = new(() => new SymbolIndex(served.Services));

    public ServerReflectionResponse Answer(ServerReflectionRequest question)
    {
        var answer = new ServerReflectionResponse { ValidHost = question.Host, OriginalRequest = question };
        switch (question.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                answer.ListServicesResponse = new ListServiceResponse
                {
                    Service = { served.Services.Select(s => s.FullName).Order(StringComparer.Ordinal).Select(n => new ServiceResponse { Name = n }) },
                };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                File(answer, _index.Value.FileByName(question.FileByFilename), $"file \"{question.FileByFilename}\"");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                File(answer, _index.Value.FileBySymbol(question.FileContainingSymbol), $"symbol \"{question.FileContainingSymbol}\"");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                var (type, number) = (question.FileContainingExtension.ContainingType, question.FileContainingExtension.ExtensionNumber);
                File(answer, _index.Value.FileByExtension(type, number), $"extension {number} of \"{type}\"");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                Extensions(answer, question.AllExtensionNumbersOfType);
                break;
            default:
                answer.ErrorResponse = new ErrorResponse
                {
                    ErrorCode = (int)StatusCode.InvalidArgument,
                    ErrorMessage = "The request asks nothing: set one field of message_request.",
                };
                break;
        }

        return answer;
    }

    private void Extensions(ServerReflectionResponse answer, string type)
    {
        if (_index.Value.ExtensionsOf(type) is { } numbers)
        {
            answer.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } };
        }
        else
        {
            NotFound(answer, $"message type \"{type}\"");
        }
    }

    private static void File(ServerReflectionResponse answer, FileDescriptor? file, string what)
    {
        if (file is null)
        {
            NotFound(answer, what);
            return;
        }

        answer.FileDescriptorResponse = new FileDescriptorResponse
        {
            FileDescriptorProto = { SymbolIndex.WithImports(file).Select(f => f.SerializedData) },
        };
    }

    private static void NotFound(ServerReflectionResponse answer, string what) =>
        answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = $"No {what} here." };
}
