using System.Reflection;
using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class DescribingAService
{
    private static readonly UnaryServerMethod<string, string> Same = (request, _) => Task.FromResult(request);

    [Fact]
    public void The_full_name_of_a_method_is_its_path()
    {
        var method = Texts.Many;

        Assert.Equal("/tests.Texts/Many", method.FullName);
        Assert.Equal(("tests.Texts", "Many", MethodType.ServerStreaming), (method.ServiceName, method.Name, method.Type));
        Assert.IsType<IMethod>(method, exactMatch: false);
    }

    [Fact]
    public void A_definition_tells_a_binder_each_method_with_its_handler_in_order()
    {
        var binder = new Recorder();
        var builder = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Texts.Talk, new DuplexStreamingServerMethod<string, string>((_, _, _) => Task.CompletedTask))
            .AddMethod(Texts.One, Same);
        var early = builder.Build();
        builder
            .AddMethod(Texts.Many, new ServerStreamingServerMethod<string, string>((_, _, _) => Task.CompletedTask))
            .AddMethod(Texts.Gather, new ClientStreamingServerMethod<string, string>((_, _) => Task.FromResult("")))
            .Build()
            .BindService(binder);

        Assert.Equal(["duplex /tests.Texts/Talk", "unary /tests.Texts/One", "server /tests.Texts/Many", "client /tests.Texts/Gather"], binder.Told);
        binder.Told.Clear();
        early.BindService(binder);
        Assert.Equal(2, binder.Told.Count);
    }

    [Fact]
    public void A_method_cannot_be_added_twice() => Assert.Contains("/tests.Texts/One", Assert.Throws<ArgumentException>(
        () => ServerServiceDefinition.CreateBuilder()
            .AddMethod(Texts.One, Same)
            .AddMethod(Texts.One, Same)).Message);

    [Fact]
    public void A_binder_that_overrides_nothing_says_so() =>
        Assert.Throws<NotImplementedException>(() => Echo.BindService(new Deaf(), null!));

    [Fact]
    public void Generated_code_binds_all_its_methods_both_ways()
    {
        Recorder byBinder = new(), byDefinition = new();
        Echo.BindService(byBinder, null!);
        Echo.BindService(new EndToEnd.EchoService(new())).BindService(byDefinition);

        Assert.Equal(Echo.Descriptor.Methods.Count, byBinder.Told.Count);
        Assert.Equal(byBinder.Told, byDefinition.Told);
        Assert.Contains("server /coretimedesk.tests.echo.v1.Echo/Many", byBinder.Told);
    }

    [Fact]
    public void The_generated_base_class_names_its_binding_method_to_classes_that_derive_from_it()
    {
        var attribute = typeof(EndToEnd.EchoService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true);

        Assert.Equal((typeof(Echo), "BindService"), (attribute?.BindType, attribute?.BindMethodName));
    }

    private sealed class Deaf : ServiceBinderBase;

    private sealed class Recorder : ServiceBinderBase
    {
        public List<string> Told { get; } = [];

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Told.Add($"unary {method.FullName}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            Told.Add($"client {method.FullName}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            Told.Add($"server {method.FullName}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            Told.Add($"duplex {method.FullName}");
    }
}
