namespace Grpc.Core;

/// <summary>What is known of a method without its message types.</summary>
public interface IMethod
{
    /// <summary>Its shape.</summary>
    MethodType Type { get; }

    /// <summary>The service with its package, for example <c>coretimedesk.leads.v1.Leads</c>.</summary>
    string ServiceName { get; }

    /// <summary>The bare name.</summary>
    string Name { get; }

    /// <summary>The path of the method: <c>/service/name</c>.</summary>
    string FullName { get; }
}
