package org.failovermon.app.lab;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Lab}, and after every test audits and removes it. A test that fails
 * prints what its hosts say of themselves.
 */
final class LabExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(LabExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    Requirements.network();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Lab lab = new Lab();
    context.getStore(STORE).put(Lab.class, lab);
    return lab;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Lab lab = context.getStore(STORE).remove(Lab.class, Lab.class);
    if (lab == null) {
      return;
    }
    try (lab) {
      if (context.getExecutionException().isPresent()) {
        System.out.println("The hosts of " + context.getDisplayName() + " at its failure:");
        lab.nodes().forEach(node -> System.out.println(node.evidence()));
      } else {
        Audit.of(lab);
      }
    }
  }
}
