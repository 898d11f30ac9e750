package org.failovermon.dsl.compile;

import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.MetaClassRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The meta class of a compiled source, made when it is first asked something. Groovy makes one for
 * each class that is instantiated, by reflection over all that it inherits, which was most of the
 * time that reading a thousand policies took. Code that is compiled statically mostly never asks.
 * Thread-safe.
 */
final class LateMetaClass implements InvocationHandler {
  private final Class<?> type;
  private final Creation creation;
  private @Nullable MetaClass made;

  private LateMetaClass(Class<?> type, Creation creation) {
    this.type = type;
    this.creation = creation;
  }

  /** Has the runtime make those of compiled sources late; all other classes are as they were. */
  static void install() {
    Creation creation = new Creation();
    GroovySystem.getMetaClassRegistry().setMetaClassCreationHandle(creation);
    creation.setDisableCustomMetaClassLookup(true); // asks the class path for a name each time
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "initialize" -> null;
      case "getTheClass" -> type;
      default -> ask(method, arguments);
    };
  }

  @SuppressWarnings("ReferenceEquality") // a meta class is equal to itself alone
  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "meta class of " + type.getName();
    };
  }

  private @Nullable Object ask(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(made(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private synchronized MetaClass made() {
    MetaClass known = made;
    if (known == null) {
      known = creation.make(type);
      made = known;
    }
    return known;
  }

  /** Makes the meta classes of this process. */
  private static final class Creation extends MetaClassRegistry.MetaClassCreationHandle {
    @Override
    protected MetaClass createNormalMetaClass(
        @SuppressWarnings("rawtypes") Class type, MetaClassRegistry registry) {
      return type.getClassLoader() instanceof SourceLoader
          ? (MetaClass)
              Proxy.newProxyInstance(
                  MetaClass.class.getClassLoader(),
                  new Class<?>[] {MetaClass.class},
                  new LateMetaClass(type, this))
          : super.createNormalMetaClass(type, registry);
    }

    MetaClass make(Class<?> type) {
      MetaClass made = super.createNormalMetaClass(type, GroovySystem.getMetaClassRegistry());
      made.initialize();
      return made;
    }
  }
}
