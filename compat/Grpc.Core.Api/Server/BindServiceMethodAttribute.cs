namespace Grpc.Core;

/// <summary>On the generated base class of a service: which static method tells a <see cref="ServiceBinderBase"/> its methods.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    /// <summary>The type that has the method.</summary>
    public Type BindType { get; } = bindType;

    /// <summary>The name of the method, which takes a binder and a service.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
