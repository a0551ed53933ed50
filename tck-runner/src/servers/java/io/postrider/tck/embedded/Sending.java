package io.postrider.tck.embedded;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has the application send, for the test. */
@WebServlet("/do")
public class Sending extends HttpServlet {
    @EJB
    private Parcels parcels;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        parcels.send(request.getParameter("text"), "true".equals(request.getParameter("rollback")));
        response.setContentType("text/plain");
        response.getWriter().print("sent");
    }
}
