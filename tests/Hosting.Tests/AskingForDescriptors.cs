using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace CoretimeDesk.Hosting.Tests;

/// <summary>What grpcurl does: ask, rebuild the descriptors from the answer alone, call by them.</summary>
public sealed class AskingForDescriptors
{
    private const string Service = "coretimedesk.rehearsal.v1.RehearsalService";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_services_are_listed(bool alpha)
    {
        await using var host = await RehearsalHost.StartAsync();
        var answer = await AskAsync(host, new() { ListServices = "*" }, alpha);
        Assert.Equal(
            [Service, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            answer.ListServicesResponse.Service.Select(s => s.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_that_knows_nothing_can_call_by_what_it_is_told(bool alpha)
    {
        await using var host = await RehearsalHost.StartAsync();
        var files = Rebuild(await AskAsync(host, new() { FileContainingSymbol = Service }, alpha));
        var method = files.SelectMany(f => f.Services).Single(s => s.FullName == Service).FindMethodByName("WhoAmI");
        Assert.NotSame(CoretimeDesk.Rehearsal.V1.RehearsalService.Descriptor, method.Service);

        // Bytes in, bytes out: no generated type of the service takes part.
        var marshaller = Marshallers.Create<byte[]>(b => b, b => b);
        var rpc = new Method<byte[], byte[]>(MethodType.Unary, method.Service.FullName, method.Name, marshaller, marshaller);
        var bytes = await host.Channel.CreateCallInvoker().AsyncUnaryCall(rpc, null, new(host.As(Role.Rep, Role.Service)), []);

        var fields = Read(bytes, method.OutputType);
        Assert.Equal("Ada", fields["name"].Single());
        Assert.Equal(["rep", "service"], fields["roles"]);
    }

    [Theory]
    [InlineData(Service)]
    [InlineData(Service + ".Order")]
    [InlineData("." + Service)]
    [InlineData("coretimedesk.rehearsal.v1.OrderRequest")]
    [InlineData("coretimedesk.rehearsal.v1.OrderRequest.main_line")]
    [InlineData("coretimedesk.rehearsal.v1.Segment")]
    [InlineData("coretimedesk.rehearsal.v1.SEGMENT_STARTUP")]
    public async Task A_symbol_of_any_kind_leads_to_its_file_and_all_imports(string symbol)
    {
        await using var host = await RehearsalHost.StartAsync();
        var files = Rebuild(await AskAsync(host, new() { FileContainingSymbol = symbol }));
        Assert.Equal(["rehearsal.proto", "google/protobuf/timestamp.proto"], files.Select(f => f.Name).Reverse());
    }

    [Fact]
    public async Task Files_are_found_by_name_imports_too()
    {
        await using var host = await RehearsalHost.StartAsync();
        foreach (var name in new[] { "rehearsal.proto", "google/protobuf/timestamp.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto" })
        {
            var answer = await AskAsync(host, new() { FileByFilename = name });
            Assert.Equal(name, FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]).Name);
        }
    }

    [Fact]
    public async Task What_is_not_here_is_an_answer_and_the_stream_goes_on()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        ServerReflectionRequest[] questions =
        [
            new() { Host = "h", FileByFilename = "nowhere.proto" },
            new() { Host = "h", FileContainingSymbol = "coretimedesk.Nothing" },
            new() { Host = "h", FileContainingExtension = new() { ContainingType = "coretimedesk.rehearsal.v1.OrderRequest", ExtensionNumber = 5 } },
            new() { Host = "h", AllExtensionNumbersOfType = "coretimedesk.Nothing" },
            new() { Host = "h" },
            new() { Host = "h", AllExtensionNumbersOfType = "coretimedesk.rehearsal.v1.OrderRequest" },
        ];
        var codes = new List<int>();
        foreach (var question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal(question, call.ResponseStream.Current.OriginalRequest);
            Assert.Equal("h", call.ResponseStream.Current.ValidHost);
            codes.Add(call.ResponseStream.Current.ErrorResponse?.ErrorCode ?? 0);
        }

        Assert.Equal([5, 5, 5, 5, 3, 0], codes);
        Assert.Equal("coretimedesk.rehearsal.v1.OrderRequest", call.ResponseStream.Current.AllExtensionNumbersResponse.BaseTypeName);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Extensions_are_found_by_number()
    {
        // No file of the desk declares extensions; descriptor.proto's neighbours in Google.Protobuf do not either, so one is made.
        var descriptor = new FileDescriptorProto { Name = "ext.proto", Package = "x", Syntax = "proto2", MessageType = { new DescriptorProto { Name = "M", ExtensionRange = { new DescriptorProto.Types.ExtensionRange { Start = 100, End = 200 } } } } };
        descriptor.Service.Add(new ServiceDescriptorProto { Name = "S" });
        foreach (var number in new[] { 150, 101 })
        {
            descriptor.Extension.Add(new FieldDescriptorProto { Name = $"e{number}", Number = number, Extendee = ".x.M", Type = FieldDescriptorProto.Types.Type.Int32, Label = FieldDescriptorProto.Types.Label.Optional });
        }

        var file = FileDescriptor.BuildFromByteStrings([descriptor.ToByteString()]).Single();
        var index = new SymbolIndex(file.Services);

        Assert.Equal([101, 150], index.ExtensionsOf(".x.M")!);
        Assert.Same(file, index.FileByExtension("x.M", 150));
        Assert.Null(index.FileByExtension("x.M", 151));
        Assert.Same(file, index.FileBySymbol("x.e101"));
    }

    private static async Task<ServerReflectionResponse> AskAsync(RehearsalHost host, ServerReflectionRequest question, bool alpha = false)
    {
        if (!alpha)
        {
            using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
            await call.RequestStream.WriteAsync(question);
            await call.RequestStream.CompleteAsync();
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            return call.ResponseStream.Current;
        }

        using var old = new V1Alpha.ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        await old.RequestStream.WriteAsync(V1Alpha.ServerReflectionRequest.Parser.ParseFrom(question.ToByteArray()));
        await old.RequestStream.CompleteAsync();
        Assert.True(await old.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return ServerReflectionResponse.Parser.ParseFrom(old.ResponseStream.Current.ToByteArray());
    }

    // Imports first, as building needs them: the answer has them last.
    private static IReadOnlyList<FileDescriptor> Rebuild(ServerReflectionResponse answer) =>
        FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto.Reverse());

    private static ILookup<string, string> Read(byte[] message, MessageDescriptor type)
    {
        var found = new List<(string Name, string Value)>();
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            found.Add((type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag)).Name, input.ReadString()));
        }

        return found.ToLookup(f => f.Name, f => f.Value);
    }
}
